package org.sekimori.policy;

import java.util.Objects;

/**
 * How much a rule lets by: packets in a time, and TCP connections at a time. Sources count together by prefix, since
 * whoever holds one address of a network often holds them all.
 *
 * @param ratePerMinute packets a minute; 0 for no such limit
 * @param burst         packets that may come at once after a quiet time; 0 without a rate
 * @param connections   open TCP connections at a time; 0 for no such limit
 * @param per           who shares
 * @param ipv4Prefix    leading bits of an IPv4 source that count
 * @param ipv6Prefix    leading bits of an IPv6 source that count
 */
public record Limit(int ratePerMinute, int burst, int connections, Per per, int ipv4Prefix, int ipv6Prefix) {
    /** Prefix of IPv4 sources where a policy doesn't say. */
    public static final int IPV4_PREFIX = 32;
    /** Prefix of IPv6 sources where a policy doesn't say: the network of one site's link (RFC 4291 §2.5.4). */
    public static final int IPV6_PREFIX = 64;
    /** What an allowed UDP source may send where a policy doesn't say; its address may be forged. */
    public static final Limit ALLOWANCE = new Limit(60_000, 2_000, 0, Per.SOURCE, IPV4_PREFIX, IPV6_PREFIX);
    /** What an allowed UDP source may send where a policy says {@code none}: whatever it likes. */
    public static final Limit NONE = new Limit(0, 0, 0, Per.SOURCE, IPV4_PREFIX, IPV6_PREFIX);

    /** Who shares a limit. */
    public enum Per {
        SOURCE("source"),
        RULE("rule");

        private final String word;

        Per(String word) {
            this.word = word;
        }

        /** The stable, lower-case word used in policies. */
        public String word() {
            return word;
        }
    }

    /** Checks the bounds. */
    public Limit {
        Objects.requireNonNull(per, "per");
        if (ratePerMinute < 0 || burst < 0 || connections < 0) {
            throw new IllegalArgumentException("a limit can't be below 0");
        }
        if ((ratePerMinute == 0) != (burst == 0)) {
            throw new IllegalArgumentException("a burst goes with a rate, and a rate with a burst of 1 at least");
        }
        if (ipv4Prefix < 0 || ipv4Prefix > Cidr.IPV4_BITS || ipv6Prefix < 0 || ipv6Prefix > Cidr.IPV6_BITS) {
            throw new IllegalArgumentException("prefix lengths of sources go from 0 to 32 and from 0 to 128");
        }
    }

    /** Whether nothing is limited. */
    public boolean isNone() {
        return ratePerMinute == 0 && connections == 0;
    }
}
