package org.sekimori.policy;

/** Reads and writes networks as text. Strict: no short forms such as {@code 10.1}, no octal, no host names, no zones. */
final class CidrText {
    private static final int IPV4_PARTS = 4;
    private static final int IPV4_PART_BITS = 8;
    private static final int IPV4_PART_MAX = 255;
    private static final int IPV6_GROUPS = 8;
    private static final int IPV6_GROUP_BITS = 16;
    private static final int IPV6_GROUP_MASK = 0xFFFF;
    private static final int IPV6_GROUP_DIGITS = 4;
    private static final int GROUPS_PER_HALF = 4;
    private static final int HEX = 16;
    private static final int MAPPED_BITS = 96;
    private static final long MAPPED_PREFIX = 0xFFFF_0000_0000L;
    private static final long IPV4_MASK = 0xFFFF_FFFFL;

    private CidrText() {}

    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean ipv6 = address.indexOf(':') >= 0;
        int ipVersion = ipv6 ? Cidr.IPV6 : Cidr.IPV4;
        long[] halves = ipv6 ? parseIpv6(address, text) : new long[] {0, parseIpv4(address, text)};
        int bits = Cidr.addressBits(ipVersion);
        int length = slash < 0 ? bits : parseLength(text.substring(slash + 1), ipVersion, text);
        Cidr network = Cidr.around(ipVersion, halves[0], halves[1], length);
        refuseMapped(network, halves[1], text);
        if (network.high() != halves[0] || network.low() != halves[1]) {
            throw new IllegalArgumentException("'" + text + "' has host bits set; the network is " + network
                    + ", the one host " + Cidr.around(ipVersion, halves[0], halves[1], bits));
        }
        return network;
    }

    static String format(Cidr cidr) {
        String address = cidr.ipVersion() == Cidr.IPV4 ? formatIpv4(cidr.low()) : formatIpv6(cidr.high(), cidr.low());
        return address + "/" + cidr.prefixLength();
    }

    private static void refuseMapped(Cidr network, long addressLow, String text) {
        if (network.ipVersion() == Cidr.IPV6
                && network.prefixLength() >= MAPPED_BITS
                && network.high() == 0
                && (network.low() & ~IPV4_MASK) == MAPPED_PREFIX) {
            Cidr meant = Cidr.around(Cidr.IPV4, 0, addressLow & IPV4_MASK, network.prefixLength() - MAPPED_BITS);
            throw new IllegalArgumentException(
                    "'" + text + "' is IPv4 in IPv6 notation, which no packet on the line carries; write " + meant);
        }
    }

    private static int parseLength(String digits, int ipVersion, String whole) {
        int bits = Cidr.addressBits(ipVersion);
        boolean wellFormed = isDecimal(digits) && digits.length() <= IPV4_PARTS;
        int length = wellFormed ? Integer.parseInt(digits) : -1;
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("'" + whole + "' has prefix length '" + digits + "'; for IPv" + ipVersion
                    + " it goes from 0 to " + bits);
        }
        return length;
    }

    private static long parseIpv4(String address, String whole) {
        boolean numbers = !address.isEmpty() && address.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
        if (!numbers) {
            throw noNetwork(whole);
        }
        String[] parts = address.split("\\.", -1);
        if (parts.length != IPV4_PARTS) {
            throw new IllegalArgumentException("'" + whole + "' is no IPv4 network: expected 4 numbers, as in"
                    + " 192.0.2.0/24, found " + parts.length);
        }
        long value = 0;
        for (String part : parts) {
            value = value << IPV4_PART_BITS | parseIpv4Part(part, whole);
        }
        return value;
    }

    private static int parseIpv4Part(String part, String whole) {
        if (part.length() > 1 && part.charAt(0) == '0') {
            throw new IllegalArgumentException(
                    "'" + whole + "' has '" + part + "' with a leading zero; write the number without it");
        }
        boolean wellFormed = !part.isEmpty() && part.length() < IPV4_PARTS;
        if (!wellFormed || Integer.parseInt(part) > IPV4_PART_MAX) {
            throw new IllegalArgumentException(
                    "'" + whole + "' has '" + part + "' where a number from 0 to 255 is expected");
        }
        return Integer.parseInt(part);
    }

    private static long[] parseIpv6(String address, String whole) {
        int gap = address.indexOf("::");
        if (gap < 0) {
            return halves(groups(address, IPV6_GROUPS, whole), new int[0], whole);
        }
        int[] head = groups(address.substring(0, gap), IPV6_GROUPS - 1, whole);
        int[] tail = groups(address.substring(gap + 2), IPV6_GROUPS - 1, whole);
        if (head.length + tail.length >= IPV6_GROUPS) {
            throw new IllegalArgumentException("'" + whole + "' has 8 groups and '::' besides; leave '::' out");
        }
        return halves(head, tail, whole);
    }

    private static long[] halves(int[] head, int[] tail, String whole) {
        if (tail.length == 0 && head.length < IPV6_GROUPS && whole.indexOf("::") < 0) {
            throw new IllegalArgumentException(
                    "'" + whole + "' is no IPv6 network: expected 8 groups or '::', found " + head.length + " groups");
        }
        int[] groups = new int[IPV6_GROUPS];
        System.arraycopy(head, 0, groups, 0, head.length);
        System.arraycopy(tail, 0, groups, IPV6_GROUPS - tail.length, tail.length);
        long[] halves = new long[2];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            int half = i / GROUPS_PER_HALF;
            halves[half] = halves[half] << IPV6_GROUP_BITS | groups[i];
        }
        return halves;
    }

    /** Reads groups joined by single colons; the last may be a dotted IPv4 address, which fills two. */
    private static int[] groups(String text, int max, String whole) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] words = text.split(":", -1);
        boolean dotted = words[words.length - 1].indexOf('.') >= 0;
        int count = words.length + (dotted ? 1 : 0);
        if (count > max) {
            throw new IllegalArgumentException(
                    "'" + whole + "' is no IPv6 network: it has more than the 8 groups that fit");
        }
        int[] groups = new int[count];
        for (int i = 0; i < words.length - (dotted ? 1 : 0); i++) {
            groups[i] = parseGroup(words[i], whole);
        }
        if (dotted) {
            long ipv4 = parseIpv4(words[words.length - 1], whole);
            groups[count - 2] = (int) (ipv4 >>> IPV6_GROUP_BITS);
            groups[count - 1] = (int) (ipv4 & IPV6_GROUP_MASK);
        }
        return groups;
    }

    private static int parseGroup(String word, String whole) {
        boolean hex = !word.isEmpty() && word.chars().allMatch(c -> c < 0x80 && Character.digit(c, HEX) >= 0);
        if (!hex || word.length() > IPV6_GROUP_DIGITS) {
            throw new IllegalArgumentException(
                    "'" + whole + "' has '" + word + "' where 1 to 4 hexadecimal digits are expected");
        }
        return Integer.parseInt(word, HEX);
    }

    private static boolean isDecimal(String digits) {
        boolean numbers = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return numbers && (digits.length() == 1 || digits.charAt(0) != '0');
    }

    private static IllegalArgumentException noNetwork(String whole) {
        return new IllegalArgumentException("'" + whole + "' is no IP network; expected one like 192.0.2.0/24 or"
                + " 2001:db8::/32 (names are not looked up)");
    }

    private static String formatIpv4(long address) {
        StringBuilder text = new StringBuilder();
        for (int i = IPV4_PARTS - 1; i >= 0; i--) {
            text.append(address >>> i * IPV4_PART_BITS & IPV4_PART_MAX).append(i > 0 ? "." : "");
        }
        return text.toString();
    }

    private static String formatIpv6(long high, long low) {
        int[] groups = new int[IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            long half = i < GROUPS_PER_HALF ? high : low;
            int shift = (GROUPS_PER_HALF - 1 - i % GROUPS_PER_HALF) * IPV6_GROUP_BITS;
            groups[i] = (int) (half >>> shift & IPV6_GROUP_MASK);
        }
        int gap = longestZeroRun(groups);
        int gapEnd = gap + zeroRun(groups, gap);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < IPV6_GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i = gapEnd - 1;
            } else {
                boolean first = i == 0 || i == gapEnd && gap < IPV6_GROUPS;
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /** Where the first of the longest runs of at least two zero groups begins; the number of groups if there is none. */
    private static int longestZeroRun(int[] groups) {
        int best = groups.length;
        int bestLength = 1;
        for (int i = 0; i < groups.length; i++) {
            int length = zeroRun(groups, i);
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        return best;
    }

    private static int zeroRun(int[] groups, int from) {
        int end = from;
        while (end < groups.length && groups[end] == 0) {
            end++;
        }
        return end - from;
    }
}
