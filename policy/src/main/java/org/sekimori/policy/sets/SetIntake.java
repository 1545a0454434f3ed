package org.sekimori.policy.sets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;

/**
 * Takes in the networks of one file. Lists in the wild have bits behind the prefix and IPv4 in IPv6 notation: both are
 * told once, with their number. Anything else that can't be read is an error.
 */
final class SetIntake {
    /** More lines than that, nobody corrects by hand. */
    static final int MAX_ERRORS = 10;

    private static final int MAX_WORD = 100;
    private static final String RANGE_EXPECTED = "; expected one like 192.0.2.10-192.0.2.20";
    private static final int MAPPED_BITS = 96;
    private static final long MAPPED_PREFIX = 0xFFFFL;

    private final String file;
    private final boolean isQuotable;
    private final NetworkEntries entries = new NetworkEntries();
    private final List<String> errors = new ArrayList<>();
    private final NetworkScanner first = new NetworkScanner();
    private final NetworkScanner last = new NetworkScanner();
    private final Oddity hostBits = new Oddity();
    private final Oddity mapped = new Oddity();
    private int errorCount;

    SetIntake(String file, boolean isQuotable) {
        this.file = file;
        this.isQuotable = isQuotable;
    }

    /** Takes a network, an address or a range; white space around it is left out. */
    void take(byte[] text, int from, int to, int line, boolean isException) {
        int start = from;
        int end = to;
        while (start < end && Lines.isSpace(text[start])) {
            start++;
        }
        while (start < end && Lines.isSpace(text[end - 1])) {
            end--;
        }
        int dash = NetworkScanner.indexOf(text, start, end, '-');
        if (dash >= 0) {
            takeRange(text, start, dash, end, line, isException);
        } else if (first.scan(text, start, end)) {
            takeNetwork(line, isException);
        } else {
            refuse(line, complaint(text, start, end), "this is no network");
        }
    }

    /**
     * Notes what is wrong in a line.
     *
     * @param quoting the message, with what the file holds
     * @param plain the same for authors who may not see that: nothing in it depends on the text but the kind of error
     */
    void refuse(int line, String quoting, String plain) {
        errorCount++;
        if (errors.size() < MAX_ERRORS) {
            errors.add("'" + file + "' line " + line + ": " + (isQuotable ? quoting : plain));
        }
    }

    /** What was taken. */
    SetContents contents() {
        List<String> all = new ArrayList<>(errors);
        if (errorCount > errors.size()) {
            all.add("'" + file + "': " + (errorCount - errors.size()) + " more lines can't be read");
        }
        List<String> warnings = new ArrayList<>();
        hostBits.tell("'" + file + "': host bits are set in ", "; they are ignored", warnings);
        mapped.tell(
                "'" + file + "': IPv4 is in IPv6 notation, which no packet on the line carries, in ",
                "; it is left out",
                warnings);
        return new SetContents(entries, all, warnings);
    }

    private void takeNetwork(int line, boolean isException) {
        int hostMask = Cidr.addressBits(first.ipVersion()) - first.prefixLength();
        long high = first.high() & ~Cidr.hostMaskHigh(hostMask);
        long low = first.low() & ~Cidr.hostMaskLow(hostMask);
        if (isMapped(first) && first.prefixLength() >= MAPPED_BITS) {
            mapped.note(line);
            return;
        }
        if (high != first.high() || low != first.low()) {
            hostBits.note(line);
        }
        entries.add(first.ipVersion(), high, low, first.prefixLength(), isException);
    }

    private void takeRange(byte[] text, int from, int dash, int to, int line, boolean isException) {
        int firstEnd = dash;
        while (firstEnd > from && Lines.isSpace(text[firstEnd - 1])) {
            firstEnd--;
        }
        int lastStart = dash + 1;
        while (lastStart < to && Lines.isSpace(text[lastStart])) {
            lastStart++;
        }
        if (!isAddress(first, text, from, firstEnd) || !isAddress(last, text, lastStart, to)) {
            refuse(line, quoted(text, from, to) + " is no range" + RANGE_EXPECTED, "this is no range" + RANGE_EXPECTED);
        } else if (first.ipVersion() != last.ipVersion()) {
            refuse(line, quoted(text, from, to) + " runs from IPv4 to IPv6", "a range runs from IPv4 to IPv6");
        } else if (AddressSet.compare(first.high(), first.low(), last.high(), last.low()) > 0) {
            refuse(line, quoted(text, from, to) + " runs backwards", "a range runs backwards");
        } else if (isMapped(first) && isMapped(last)) {
            mapped.note(line);
        } else {
            entries.addRange(first.ipVersion(), first.high(), first.low(), last.high(), last.low(), isException);
        }
    }

    private static boolean isAddress(NetworkScanner scanner, byte[] text, int from, int to) {
        return NetworkScanner.indexOf(text, from, to, '/') < 0 && scanner.scan(text, from, to);
    }

    private static boolean isMapped(NetworkScanner address) {
        return address.ipVersion() == Cidr.IPV6
                && address.high() == 0
                && address.low() >>> Integer.SIZE == MAPPED_PREFIX;
    }

    /** What the strict reader of networks says. */
    private static String complaint(byte[] text, int from, int to) {
        if (to - from > MAX_WORD) {
            return quoted(text, from, to) + " is longer than any network";
        }
        try {
            Cidr.parse(new String(text, from, to - from, StandardCharsets.UTF_8));
            return quoted(text, from, to) + " is no network";
        } catch (IllegalArgumentException wrong) {
            return wrong.getMessage();
        }
    }

    private static String quoted(byte[] text, int from, int to) {
        int length = Math.min(to - from, MAX_WORD);
        String cut = new String(text, from, length, StandardCharsets.UTF_8);
        return "'" + cut + (length < to - from ? "...'" : "'");
    }

    /** Something odd that is told once. */
    private static final class Oddity {
        private int count;
        private int firstLine;

        void note(int line) {
            firstLine = count++ == 0 ? line : firstLine;
        }

        void tell(String before, String after, List<String> warnings) {
            if (count == 1) {
                warnings.add(before + "line " + firstLine + after);
            } else if (count > 1) {
                warnings.add(before + count + " lines, the first of them " + firstLine + after);
            }
        }
    }
}
