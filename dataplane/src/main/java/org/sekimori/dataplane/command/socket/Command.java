package org.sekimori.dataplane.command.socket;

import java.util.List;

/** One request, as it was read. An image has the length the first number says. */
record Command(Verb verb, List<Integer> numbers, byte[] image) {
    static final byte[] NO_IMAGE = {};

    /** The request without its image, as it goes over the socket. */
    static String line(Verb verb, int... numbers) {
        StringBuilder line =
                new StringBuilder(CommandDescriptor.GREETING).append(' ').append(verb.word());
        for (int number : numbers) {
            line.append(' ').append(number);
        }
        return line.append('\n').toString();
    }

    int number(int index) {
        return numbers.get(index);
    }
}
