package org.sekimori.dataplane.line;

import java.util.HexFormat;

/**
 * What is known of one port at one moment.
 *
 * @param link the state of its link
 * @param sinceEpochMs since when, ms since 1970; 0: not known
 * @param changes how often the link's state has changed since the box took the port
 * @param speedMbit speed of the link; 0: not known
 * @param mac the interface's address, in the lower 48 bits; 0: not known
 * @param detail more about the state, such as the name the interface has now; mostly empty
 * @param condition what keeps frames from passing though the link may be up, one line; mostly empty
 */
public record PortState(
        LinkState link, long sinceEpochMs, long changes, int speedMbit, long mac, String detail, String condition) {
    /** Of a port nobody watches. */
    public static final PortState UNKNOWN = new PortState(LinkState.UNKNOWN, 0, 0, 0, 0, "", "");

    private static final int MAC_DIGITS = 12;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    /** The address as {@code ip link} prints it; empty where it isn't known. */
    public String macText() {
        return mac == 0
                ? ""
                : COLONS.formatHex(HexFormat.of().parseHex(HexFormat.of().toHexDigits(mac, MAC_DIGITS)));
    }

    /** The same with that condition. */
    public PortState withCondition(String value) {
        return new PortState(link, sinceEpochMs, changes, speedMbit, mac, detail, value);
    }
}
