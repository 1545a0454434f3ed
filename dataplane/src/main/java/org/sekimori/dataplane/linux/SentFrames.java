package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** How many frames an interface has sent, as its driver counts them: {@code /proc/net/dev} of this thread's network namespace. */
public final class SentFrames {
    private static final Path DEVICES = Path.of("/proc/thread-self/net/dev");
    /** Behind the name: eight numbers of what was received, then bytes and frames sent. */
    private static final int SENT_FRAMES = 9;

    private SentFrames() {}

    /** So many of that interface; empty where there is no such interface, or nobody can tell. */
    public static OptionalLong of(String interfaceName) {
        try {
            return in(Files.readString(DEVICES, StandardCharsets.ISO_8859_1), interfaceName);
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** The same from the file's text. */
    static OptionalLong in(String text, String interfaceName) {
        String beginning = interfaceName + ":";
        Optional<String> line = text.lines()
                .map(String::strip)
                .filter(candidate -> candidate.startsWith(beginning))
                .findFirst();
        if (line.isEmpty()) {
            return OptionalLong.empty();
        }
        String[] numbers = line.get().substring(beginning.length()).strip().split("\\s+");
        try {
            return numbers.length > SENT_FRAMES
                    ? OptionalLong.of(Long.parseUnsignedLong(numbers[SENT_FRAMES]))
                    : OptionalLong.empty();
        } catch (NumberFormatException notOne) {
            return OptionalLong.empty();
        }
    }
}
