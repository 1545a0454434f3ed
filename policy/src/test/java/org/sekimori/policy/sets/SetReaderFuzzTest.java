package org.sekimori.policy.sets;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.Severity;

/**
 * Any file, in any format, is read to its end: what is wrong with it are lines that fit into one, and what it holds is in
 * order. The first byte chooses the format.
 */
class SetReaderFuzzTest {
    private static final SetFormat[] FORMATS = SetFormat.values();

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "# a list\n203.0.113.0/24\r\n192.0.2.10-192.0.2.11 ; two\n2001:db8::/48\n::1-::ffff\n",
                        "\uFEFF192.0.2.1\n;\n0.0.0.0/0\n255.255.255.255\n10.1.2.3/8\n::ffff:192.0.2.1\n",
                        "create p hash:net family inet\nadd p 10.0.0.0/8 comment \"a # b\"\nadd p 10.1.0.0/16 nomatch\nCOMMIT\n",
                        "ip,note\n\"192.0.2.1\",\"a \"\"b\"\", c\"\n2001:db8::1,\n,\n")
                .flatMap(text -> Stream.of(FORMATS)
                        .map(format -> ((char) format.ordinal() + text).getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldReadAnyFileInAnyFormat(byte[] input) {
        if (input.length == 0) {
            return;
        }
        SetFormat format = FORMATS[(input[0] & 0xFF) % FORMATS.length];
        byte[] text = Arrays.copyOfRange(input, 1, input.length);
        SetContents contents =
                SetReader.read("fuzz.txt", text, new SetLayout(Optional.of(format), Optional.empty(), ','));
        Stream.concat(contents.errors().stream(), contents.warnings().stream()).forEach(finding -> {
            if (new Finding(Severity.ERROR, "fuzz.yaml", 1, 1, finding)
                    .toString()
                    .contains("\n")) {
                throw new AssertionError("not one line: " + finding);
            }
        });
        checkOrder(contents.entries().addresses());
    }

    private static void checkOrder(AddressSet addresses) {
        for (int i = 0; i < addresses.ipv4Count(); i++) {
            long first = Integer.toUnsignedLong(addresses.ipv4First(i));
            long last = Integer.toUnsignedLong(addresses.ipv4Last(i));
            boolean follows = i == 0 || Integer.toUnsignedLong(addresses.ipv4Last(i - 1)) < first;
            if (first > last || !follows) {
                throw new AssertionError("range " + i + " is out of order");
            }
        }
    }
}
