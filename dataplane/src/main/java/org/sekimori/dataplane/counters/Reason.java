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
    /** A header behind IP's is cut off: UDP, TCP, AH, GRE, EtherIP (RFC 768, RFC 9293 §3.1, RFC 4302, RFC 2784, RFC 3378). */
    MALFORMED_TRANSPORT("malformed-transport", "the UDP, TCP, AH or tunnel header is cut off"),
    /** A first fragment without the whole header chain (RFC 1858, RFC 3128, RFC 7112). */
    MALFORMED_FRAGMENT_SHORT(
            "malformed-fragment-short", "a first fragment ends before its headers do, up to and with the innermost"),
    /** A later fragment that reaches into what a first one is judged by (RFC 1858 §4.2, RFC 5722). */
    MALFORMED_FRAGMENT_OVERWRITE(
            "malformed-fragment-overwrite", "a later fragment begins where it could overwrite what was judged"),
    /** A fragment's length is impossible (RFC 791 §3.2, RFC 8200 §4.5). */
    MALFORMED_FRAGMENT_LENGTH(
            "malformed-fragment-length",
            "a fragment is not a multiple of 8 bytes though more follow, or ends past 65,535 bytes"),
    /** A first fragment with another fragment header inside, which no sender makes (RFC 8200 §4.1 and §4.5). */
    MALFORMED_FRAGMENT_NESTED("malformed-fragment-nested", "a second IPv6 fragment header cuts one packet again"),
    /** Too many tags, labels and the like before IP. */
    UNDECODABLE_TAGS("undecodable-tags", "IP lies under more tags or link headers than are looked through"),
    /** Too many extension headers. */
    UNDECODABLE_EXTENSIONS("undecodable-extensions", "more extension headers than are looked through"),
    /** Too many tunnels in each other. */
    UNDECODABLE_LAYERS("undecodable-layers", "IP lies in more IP packets than are looked through"),
    /** A tunnel that can't be opened (RFC 1701's source routes). */
    UNDECODABLE_TUNNEL("undecodable-tunnel", "IP lies behind a source route in GRE, which is not looked through"),
    /** A fragment shares the fate of those that went before it. */
    FRAGMENT("fragment", "a later fragment, decided as the first fragment or a dropped one before it"),
    /** A later fragment whose first was not seen. */
    FRAGMENT_ORPHAN("fragment-orphan", "a later fragment whose first fragment was not seen"),
    /** A packet from outside that says it is from inside. */
    LAN_SOURCE("lan-source", "an inbound packet has a source address of the inside"),
    /** Judging the frame failed by a fault of this program; nothing about the frame is known. */
    INTERNAL_ERROR("internal-error", "judging the frame failed: a fault of this program, which the log names"),
    /** Only the box could have judged the frame, and the programs that keep the line were alone. */
    NO_BOX("no-box", "only the box could have judged the frame, and it was not there");

    private static final Reason[] BY_ORDINAL = values();

    private final String word;
    private final String meaning;
    private final boolean malformed;
    private final boolean undecodable;
    private final boolean fragment;

    Reason(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
        this.malformed = word.startsWith("malformed");
        this.undecodable = word.startsWith("undecodable");
        this.fragment = word.startsWith("malformed-fragment");
    }

    /** The word in machine-readable output; empty for {@link #NONE}. */
    public String word() {
        return word;
    }

    /** What is wrong with such a frame, in one phrase. */
    public String meaning() {
        return meaning;
    }

    /** Whether the policy's action for malformed packets applies. */
    public boolean isMalformed() {
        return malformed;
    }

    /** Whether the policy's action for undecodable frames applies. */
    public boolean isUndecodable() {
        return undecodable;
    }

    /** Whether the packet is malformed in what makes it a fragment. */
    public boolean isFragment() {
        return fragment;
    }

    /** The reason of that ordinal, without copying the array of values. */
    public static Reason of(int ordinal) {
        return BY_ORDINAL[ordinal];
    }
}
