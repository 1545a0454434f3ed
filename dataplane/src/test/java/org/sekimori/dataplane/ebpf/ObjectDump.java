package org.sekimori.dataplane.ebpf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What llvm-objdump wrote: the instructions' bytes, and its words for each.
 *
 * @param instructions the slots, as numbers of little-endian machines
 * @param lines without what stands in angle brackets behind a jump
 */
record ObjectDump(List<Long> instructions, List<String> lines) {
    private static final Pattern LINE = Pattern.compile("\\s+\\d+:\\t((?:[0-9a-f]{2} ?)+)\\t(.*)");

    static ObjectDump of(String resource) {
        try (InputStream in = ObjectDump.class.getResourceAsStream(resource)) {
            ObjectDump dump = new ObjectDump(new ArrayList<>(), new ArrayList<>());
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(dump::take);
            return dump;
        } catch (IOException problem) {
            throw new IllegalStateException(resource, problem);
        }
    }

    private void take(String line) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
            byte[] bytes = HexFormat.of().parseHex(matcher.group(1).replace(" ", ""));
            ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (words.hasRemaining()) {
                instructions.add(words.getLong());
            }
            lines.add(withoutTarget(matcher.group(2)));
        }
    }

    static String withoutTarget(String line) {
        return line.replaceAll(" <.*>$", "");
    }
}
