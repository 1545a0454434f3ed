package org.sekimori.policy.sets;

import org.sekimori.policy.Cidr;

/**
 * Reads an address or network from bytes, as strictly as {@link Cidr#parse} but for bits behind the prefix, and without
 * making an object: files have a million of them. What it found lies in it until the next call.
 */
final class NetworkScanner {
    private static final int PARTS = 4;
    private static final int PART_BITS = 8;
    private static final int PART_MAX = 255;
    private static final int GROUPS = 8;
    private static final int GROUPS_PER_HALF = 4;
    private static final int GROUP_BITS = 16;
    private static final int GROUP_DIGITS = 4;
    private static final int HEX_BITS = 4;
    private static final int MAX_DIGITS = 3;
    private static final int NONE = -1;

    private final int[] groups = new int[GROUPS];
    private int ipVersion;
    private long high;
    private long low;
    private int prefixLength;

    /** Whether the bytes are an address or network. */
    boolean scan(byte[] text, int from, int to) {
        int slash = indexOf(text, from, to, '/');
        int end = slash == NONE ? to : slash;
        if (indexOf(text, from, end, ':') == NONE) {
            ipVersion = Cidr.IPV4;
            high = 0;
            low = scanIpv4(text, from, end);
            if (low == NONE) {
                return false;
            }
        } else {
            ipVersion = Cidr.IPV6;
            if (!scanIpv6(text, from, end)) {
                return false;
            }
        }
        int bits = Cidr.addressBits(ipVersion);
        prefixLength = slash == NONE ? bits : scanNumber(text, slash + 1, to, bits);
        return prefixLength != NONE;
    }

    int ipVersion() {
        return ipVersion;
    }

    /** Upper half of the address as written. */
    long high() {
        return high;
    }

    /** Lower half of the address as written. */
    long low() {
        return low;
    }

    int prefixLength() {
        return prefixLength;
    }

    static int indexOf(byte[] text, int from, int to, char sought) {
        for (int at = from; at < to; at++) {
            if (text[at] == sought) {
                return at;
            }
        }
        return NONE;
    }

    private static long scanIpv4(byte[] text, int from, int to) {
        long address = 0;
        int start = from;
        for (int part = 1; part <= PARTS; part++) {
            int end = part == PARTS ? to : indexOf(text, start, to, '.');
            int value = end == NONE ? NONE : scanNumber(text, start, end, PART_MAX);
            if (value == NONE) {
                return NONE;
            }
            address = address << PART_BITS | value;
            start = end + 1;
        }
        return address;
    }

    /** A decimal number without leading zero, or -1. */
    private static int scanNumber(byte[] text, int from, int to, int max) {
        int digits = to - from;
        if (digits < 1 || digits > MAX_DIGITS || digits > 1 && text[from] == '0') {
            return NONE;
        }
        int value = 0;
        for (int at = from; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = 10 * value + digit;
        }
        return value <= max ? value : NONE;
    }

    private boolean scanIpv6(byte[] text, int from, int to) {
        int count = 0;
        int gap = NONE;
        int at = from;
        if (to - from >= 2 && text[at] == ':' && text[at + 1] == ':') {
            gap = 0;
            at += 2;
        }
        while (at < to) {
            int end = groupEnd(text, at, to);
            if (end < to && text[end] == '.') {
                count = scanDotted(text, at, to, count);
                at = to;
            } else {
                count = scanGroup(text, at, end, count);
                at = end;
            }
            if (count == NONE) {
                return false;
            }
            if (at < to) {
                if (text[at] != ':' || at + 1 == to) {
                    return false;
                }
                at++;
                if (text[at] == ':') {
                    if (gap != NONE) {
                        return false;
                    }
                    gap = count;
                    at++;
                }
            }
        }
        return spread(count, gap);
    }

    private static int groupEnd(byte[] text, int from, int to) {
        int end = from;
        while (end < to && hexDigit(text[end]) != NONE) {
            end++;
        }
        return end;
    }

    /** Groups there are with this one, or -1. */
    private int scanGroup(byte[] text, int from, int to, int count) {
        if (from == to || to - from > GROUP_DIGITS || count == GROUPS) {
            return NONE;
        }
        int value = 0;
        for (int at = from; at < to; at++) {
            value = value << HEX_BITS | hexDigit(text[at]);
        }
        groups[count] = value;
        return count + 1;
    }

    /** Groups there are with the two an IPv4 address at the end stands for, or -1. */
    private int scanDotted(byte[] text, int from, int to, int count) {
        long ipv4 = scanIpv4(text, from, to);
        if (ipv4 == NONE || count + 2 > GROUPS) {
            return NONE;
        }
        groups[count] = (int) (ipv4 >>> GROUP_BITS);
        groups[count + 1] = (int) ipv4 & 0xFFFF;
        return count + 2;
    }

    /** Puts the groups where they belong: those behind the gap, if there is one, to the end. */
    private boolean spread(int count, int gap) {
        if (gap == NONE ? count != GROUPS : count >= GROUPS) {
            return false;
        }
        high = 0;
        low = 0;
        for (int i = 0; i < count; i++) {
            int place = gap == NONE || i < gap ? i : GROUPS - count + i;
            long shifted = (long) groups[i] << (GROUPS_PER_HALF - 1 - place % GROUPS_PER_HALF) * GROUP_BITS;
            if (place < GROUPS_PER_HALF) {
                high |= shifted;
            } else {
                low |= shifted;
            }
        }
        return true;
    }

    private static int hexDigit(byte letter) {
        if (letter >= '0' && letter <= '9') {
            return letter - '0';
        }
        int lower = letter | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : NONE;
    }
}
