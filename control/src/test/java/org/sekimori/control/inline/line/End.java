package org.sekimori.control.inline.line;

/** The two ends of a line. */
public enum End {
    /** The site. */
    INSIDE(0x77),
    /** The internet. */
    OUTSIDE(0x51);

    private final byte number;

    End(int number) {
        this.number = (byte) number;
    }

    public End other() {
        return this == INSIDE ? OUTSIDE : INSIDE;
    }

    /** The MAC address of the host there. */
    public byte[] mac() {
        return new byte[] {0x02, 0, 0, 0, 0, number};
    }

    /** The same, as {@code ip link} reads it. */
    public String macText() {
        return String.format("02:00:00:00:00:%02x", number);
    }
}
