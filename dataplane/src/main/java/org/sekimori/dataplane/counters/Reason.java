package org.sekimori.dataplane.counters;

/**
 * Why a verdict fell where no rule matched the frame's own headers. The ordinal travels in the slot; the word is stable
 * and goes into machine-readable output.
 */
public enum Reason {
    /** A rule matched the frame's own headers, or the direction's default applied. */
    NONE("", "a rule matched, or the default of the direction applied"),
    /** The version field doesn't fit the EtherType (RFC 791 §3.1, RFC 8200 §3). */
    MALFORMED_IP_VERSION("malformed-ip-version", "the IP version is not the one the EtherType says"),
    /** The IPv4 header is cut off, or its length field is below 5 words or past the packet (RFC 791 §3.1). */
    MALFORMED_IPV4_HEADER("malformed-ipv4-header", "the IPv4 header is cut off, or its length is impossible"),
    /** The IPv4 total length is below the header's length, or past the frame (RFC 791 §3.1). */
    MALFORMED_IPV4_LENGTH(
            "malformed-ipv4-length", "the IPv4 total length is shorter than the header or goes past the frame"),
    /** The IPv6 header is cut off (RFC 8200 §3). */
    MALFORMED_IPV6_HEADER("malformed-ipv6-header", "the IPv6 header is cut off"),
    /** The IPv6 payload length goes past the frame (RFC 8200 §3). */
    MALFORMED_IPV6_LENGTH("malformed-ipv6-length", "the IPv6 payload length goes past the frame"),
    /** An IPv6 extension header is cut off (RFC 8200 §4, RFC 7112). */
    MALFORMED_IPV6_EXTENSION("malformed-ipv6-extension", "an IPv6 extension header is cut off"),
    /** The UDP or TCP header is cut off (RFC 768, RFC 9293 §3.1). */
    MALFORMED_TRANSPORT("malformed-transport", "the UDP or TCP header is cut off"),
    /** IP lies deeper than the decoder looks: too many tags or extension headers. */
    UNDECODABLE("undecodable", "IP lies under more tags or extension headers than are looked through");

    private static final Reason[] BY_ORDINAL = values();

    private final String word;
    private final String meaning;

    Reason(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** The word in machine-readable output; empty for {@link #NONE}. */
    public String word() {
        return word;
    }

    /** What is wrong with such a frame, in one phrase. */
    public String meaning() {
        return meaning;
    }

    /** The reason of that ordinal, without copying the array of values. */
    public static Reason of(int ordinal) {
        return BY_ORDINAL[ordinal];
    }
}
