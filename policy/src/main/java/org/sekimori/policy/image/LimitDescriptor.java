package org.sekimori.policy.image;

/**
 * A {@link org.sekimori.policy.Limit}; equal ones lie in the image once.
 *
 * <pre>
 *   0                   4                   8                  12
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | packets a minute  | burst             | connections       | shape             |
 *  +-------------------+-------------------+-------------------+-------------------+
 *
 *  shape  31            16 15     8 7      0
 *        +----------------+--------+--------+
 *        | per, ordinal   | IPv6   | IPv4   |   leading bits of a source that count
 *        +----------------+--------+--------+
 * </pre>
 */
public final class LimitDescriptor {
    public static final int RATE_OFFSET = 0;
    public static final int BURST_OFFSET = 4;
    public static final int CONNECTIONS_OFFSET = 8;
    public static final int SHAPE_OFFSET = 12;
    public static final int LENGTH = 16;

    private static final int PREFIX_MASK = 0xFF;
    private static final int IPV6_SHIFT = 8;
    private static final int PER_SHIFT = 16;

    private static final int MAX_PER = 1;
    private static final int MAX_IPV4_PREFIX = 32;
    private static final int MAX_IPV6_PREFIX = 128;

    private LimitDescriptor() {}

    /** Whether these numbers make a limit: none below 0, a burst just where there is a rate, prefixes that exist. */
    static boolean isSound(int rate, int burst, int connections, int shape) {
        return rate >= 0
                && burst >= 0
                && connections >= 0
                && (rate == 0) == (burst == 0)
                && perOrdinal(shape) <= MAX_PER
                && ipv4Prefix(shape) <= MAX_IPV4_PREFIX
                && ipv6Prefix(shape) <= MAX_IPV6_PREFIX;
    }

    /** Packs the shape. */
    public static int shape(int perOrdinal, int ipv4Prefix, int ipv6Prefix) {
        return perOrdinal << PER_SHIFT | ipv6Prefix << IPV6_SHIFT | ipv4Prefix;
    }

    public static int perOrdinal(int shape) {
        return shape >>> PER_SHIFT;
    }

    public static int ipv4Prefix(int shape) {
        return shape & PREFIX_MASK;
    }

    public static int ipv6Prefix(int shape) {
        return shape >>> IPV6_SHIFT & PREFIX_MASK;
    }
}
