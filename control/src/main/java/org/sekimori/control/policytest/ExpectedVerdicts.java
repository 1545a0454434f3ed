package org.sekimori.control.policytest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.control.replay.FrameVerdict;
import org.sekimori.control.replay.VerdictCsv;

/** The verdicts a case expects, by file and frame, in the form that {@code replay --verdicts} writes. */
public final class ExpectedVerdicts {
    private static final Pattern LINE = Pattern.compile(
            "(\"(?:[^\"]|\"\")*\"|[^,\"]*),([0-9]{1,18})," + "((?:inbound|outbound),(?:pass|drop),[^,\"]*,[^,\"]*)");
    private static final String EXAMPLE = "input.pcap,1,inbound,drop,dns,";

    private final Map<String, String> verdicts = new LinkedHashMap<>();

    private ExpectedVerdicts() {}

    /**
     * Reads the text of the named file.
     *
     * @throws PolicyTestException that names the first line which is none
     */
    static ExpectedVerdicts parse(String source, String text) {
        ExpectedVerdicts expected = new ExpectedVerdicts();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (number == 1 && !line.equals(VerdictCsv.HEADER)) {
                throw new PolicyTestException(source + ":1: expected the header '" + VerdictCsv.HEADER + "'");
            }
            if (number > 1 && !line.isBlank()) {
                expected.add(source + ":" + number, line);
            }
        }
        if (number == 0) {
            throw new PolicyTestException(source + ": is empty; it begins with '" + VerdictCsv.HEADER + "'");
        }
        return expected;
    }

    private void add(String place, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new PolicyTestException(place + ": expected a line such as '" + EXAMPLE + "', found '" + line + "'");
        }
        if (verdicts.put(key(unquoted(matcher.group(1)), Long.parseLong(matcher.group(2))), matcher.group(3)) != null) {
            throw new PolicyTestException(place + ": the frame stands twice");
        }
    }

    private static String unquoted(String field) {
        return field.startsWith("\"") ? field.substring(1, field.length() - 1).replace("\"\"", "\"") : field;
    }

    /** Takes the frame's line out: {@code direction,verdict,rule,reason}; empty if it wasn't expected, or was taken before. */
    Optional<String> take(FrameVerdict verdict) {
        return Optional.ofNullable(verdicts.remove(key(verdict.file(), verdict.frame())));
    }

    /** What no frame has taken, in the file's order: the frame, then its line. */
    Map<String, String> rest() {
        return verdicts;
    }

    private static String key(String file, long frame) {
        return file + ": frame " + frame;
    }

    /** A verdict in the same words. */
    static String line(FrameVerdict verdict) {
        return verdict.direction().word()
                + ','
                + verdict.word()
                + ','
                + verdict.rule()
                + ','
                + verdict.reason().word();
    }
}
