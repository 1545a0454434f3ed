package org.sekimori.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** IP protocol numbers (IANA "Assigned Internet Protocol Numbers"), and the words policies have for some. */
public final class IpProtocol {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;
    /** The greatest number the 8-bit header field holds. */
    public static final int MAX = 255;

    private static final Map<String, Integer> BY_WORD = new LinkedHashMap<>();

    static {
        BY_WORD.put("udp", UDP);
        BY_WORD.put("tcp", TCP);
        BY_WORD.put("icmp", ICMP);
        BY_WORD.put("icmpv6", ICMPV6);
    }

    private IpProtocol() {}

    /** The words and their numbers, in the order messages list them. */
    public static Map<String, Integer> words() {
        return Collections.unmodifiableMap(BY_WORD);
    }

    /** The word for a number, or the number itself where there is none. */
    public static String word(int ipProtocol) {
        for (Map.Entry<String, Integer> entry : BY_WORD.entrySet()) {
            if (entry.getValue() == ipProtocol) {
                return entry.getKey();
            }
        }
        return Integer.toString(ipProtocol);
    }

    /** Whether packets of that protocol carry ports that rules can name. */
    public static boolean hasPorts(int ipProtocol) {
        return ipProtocol == UDP || ipProtocol == TCP;
    }
}
