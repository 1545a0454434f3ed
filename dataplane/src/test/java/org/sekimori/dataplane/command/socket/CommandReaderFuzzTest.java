package org.sekimori.dataplane.command.socket;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are a request or are refused, the same whether they come at once or one by one, and no request is longer than
 * it says. A request that was read is written the way it was read.
 */
class CommandReaderFuzzTest {
    private static final int MAX_IMAGE_BYTES = 4096;

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "sekimori/1 push 5 30\nimage",
                        "sekimori/1 push 4097 0\n",
                        "sekimori/1 confirm\n",
                        "sekimori/1 revert\n\n",
                        "sekimori/1 whatif-begin 1 60\n!",
                        "sekimori/1 whatif-end\n",
                        "sekimori/1 capture-drops 10 96\n",
                        "sekimori/2 push 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n",
                        "GET / HTTP/1.1\r\n\r\n")
                .map(text -> text.getBytes(StandardCharsets.US_ASCII));
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldReadOrRefuseAnyBytes(byte[] input) {
        Optional<Command> whole = read(input, input.length);
        Optional<Command> inPieces = read(input, 1);
        if (whole.isPresent() && inPieces.isEmpty()) {
            throw new AssertionError("pieces are read differently");
        }
        whole.ifPresent(command -> expectSame(command, input));
    }

    private static void expectSame(Command command, byte[] input) {
        String line = Command.line(
                command.verb(),
                command.numbers().stream().mapToInt(Integer::intValue).toArray());
        int lineBytes = input.length - command.image().length;
        String read = new String(input, 0, lineBytes, StandardCharsets.US_ASCII);
        if (!read.replaceAll(" 0+(?=[0-9])", " ").equals(line)) {
            throw new AssertionError("'" + read + "' was taken for '" + line + "'");
        }
    }

    private static Optional<Command> read(byte[] input, int pieceBytes) {
        CommandReader reader = new CommandReader(new ImageRoom(MAX_IMAGE_BYTES));
        boolean isWhole = false;
        try {
            for (int at = 0; at < input.length; at += pieceBytes) {
                isWhole = reader.read(ByteBuffer.wrap(input, at, Math.min(pieceBytes, input.length - at)));
            }
        } catch (CommandFormatException refused) {
            return Optional.empty();
        }
        if (!isWhole) {
            return Optional.empty();
        }
        return Optional.of(reader.command());
    }
}
