package org.sekimori.dataplane.port;

/**
 * A frame as a port's kernel would hand it over.
 *
 * @param bytes from the destination MAC address on, without a tag that is told beside it
 * @param tag the VLAN tag that was taken out of it (TCI), or {@link #UNTAGGED}
 * @param isSuperFrame whether it is longer than a slot and waits whole (GSO)
 */
public record PracticeFrame(byte[] bytes, int tag, boolean isSuperFrame) {
    /** No tag was taken out. */
    public static final int UNTAGGED = -1;

    /** The TPID of all tags here. */
    static final int TPID = 0x8100;

    boolean isTagged() {
        return tag != UNTAGGED;
    }
}
