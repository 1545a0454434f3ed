package org.sekimori.dataplane.command.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one request out of bytes, in whatever pieces they come. Trusts none of them: nothing longer than its bound is held,
 * and an image's memory is only taken once its length is known to be within the bound. One connection's own.
 */
final class CommandReader {
    private final ImageRoom room;
    private final byte[] line = new byte[CommandDescriptor.MAX_REQUEST_LINE];
    private int lineLength;
    private Verb verb;
    private List<Integer> numbers = List.of();
    private byte[] image = Command.NO_IMAGE;
    private int imageLength;

    CommandReader(ImageRoom room) {
        this.room = room;
    }

    /**
     * Takes all these bytes in.
     *
     * @return whether the request is whole
     * @throws CommandFormatException where it can't become one any more
     */
    boolean read(ByteBuffer bytes) {
        while (verb == null && bytes.hasRemaining()) {
            readLine(bytes.get());
        }
        int length = Math.min(bytes.remaining(), image.length - imageLength);
        bytes.get(image, imageLength, length);
        imageLength += length;
        if (bytes.hasRemaining()) {
            throw new CommandFormatException("there are bytes behind the request");
        }
        return verb != null && imageLength == image.length;
    }

    /** The request, once it is whole. */
    Command command() {
        return new Command(verb, numbers, image);
    }

    /** Whatever was read is needed no more. */
    void close() {
        room.giveBack(this);
    }

    private void readLine(byte letter) {
        if (letter == '\n') {
            parse(new String(line, 0, lineLength, StandardCharsets.US_ASCII));
        } else if (letter < ' ' || letter > '~') {
            throw new CommandFormatException("the request is no line of ASCII text");
        } else if (lineLength == line.length - 1) {
            throw new CommandFormatException("the request's line is too long");
        } else {
            line[lineLength++] = letter;
        }
    }

    private void parse(String text) {
        String[] words = text.split(" ", -1);
        if (!words[0].equals(CommandDescriptor.GREETING)) {
            throw new CommandFormatException("this box understands '" + CommandDescriptor.GREETING + "' only");
        }
        Verb asked = Verb.of(words.length > 1 ? words[1] : "")
                .orElseThrow(() -> new CommandFormatException("this box doesn't know the word"));
        if (words.length != 2 + asked.numbers()) {
            throw new CommandFormatException(asked.word() + " takes " + asked.numbers() + " numbers");
        }
        List<Integer> found = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            found.add(number(words[i]));
        }
        if (asked.hasImage()) {
            image = room.take(this, found.get(0));
        }
        numbers = List.copyOf(found);
        verb = asked;
    }

    private static int number(String word) {
        boolean isNumber = !word.isEmpty() && word.length() <= CommandDescriptor.MAX_DIGITS;
        for (int i = 0; i < word.length() && isNumber; i++) {
            isNumber = word.charAt(i) >= '0' && word.charAt(i) <= '9';
        }
        if (!isNumber) {
            throw new CommandFormatException("a number was expected");
        }
        return Integer.parseInt(word);
    }
}
