package org.sekimori.dataplane.boxfile;

/**
 * Layout of the part that tells of the ports' links.
 *
 * <pre>
 *     0  number of the slot in force                8
 *    64  slot 0                                  1984      written while the number is odd
 *  2048  slot 1                                  1984      written while it is even
 *
 *  a slot: the WAN port, the LAN port, and behind them
 *  1024  suspicion: length and text               800
 *
 *  a port:
 *     0  state of the link                          4
 *     4  speed, Mbit/s                              4
 *     8  since, ms since 1970                       8
 *    16  changes                                    8
 *    24  MAC address                                8
 *    32  detail: length and text                  160
 *   192  condition: length and text               320
 * </pre>
 *
 * <p>The slots are a {@link SlotPair}.
 */
final class LineDescriptor {
    static final int LENGTH = BoxFileDescriptor.PAGE;
    static final SlotPair SLOTS = new SlotPair(0, 64, 1984);

    static final int PORT_LENGTH = 512;
    static final int LINK = 0;
    static final int SPEED = 4;
    static final int SINCE = 8;
    static final int CHANGES = 16;
    static final int MAC = 24;
    static final int DETAIL = 32;
    static final int DETAIL_LENGTH = 160;
    static final int CONDITION = 192;
    static final int CONDITION_LENGTH = 320;
    static final int SUSPICION = 1024;
    static final int SUSPICION_LENGTH = 800;

    private LineDescriptor() {}
}
