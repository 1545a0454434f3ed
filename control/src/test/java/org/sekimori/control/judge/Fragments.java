package org.sekimori.control.judge;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A packet cut into fragments (RFC 791 §3.2, RFC 8200 §4.5). */
final class Fragments {
    private static final int IPV6_HEADER = 40;
    private static final int FRAGMENT_HEADER = 44;
    private static final int MORE_IN_IPV4 = 0x2000;
    private static final int UNIT = 8;

    private Fragments() {}

    /**
     * One piece.
     *
     * @param offset where its payload begins in the packet's
     */
    record Fragment(int offset, byte[] frame) {}

    /** The first with so many bytes of payload, the others with so many, the last with what is left; one if it fits. */
    static List<Fragment> cut(Packet packet, int identification, int firstLength, int restLength) {
        int headerLength = packet.isIpv4() ? (packet.bytes()[0] & 15) * 4 : IPV6_HEADER;
        byte[] payload = Arrays.copyOfRange(packet.bytes(), headerLength, packet.length());
        List<Fragment> fragments = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(payload.length, from + (from == 0 ? firstLength : restLength));
            byte[] head = Arrays.copyOf(packet.bytes(), headerLength);
            byte[] piece = Arrays.copyOfRange(payload, from, to);
            boolean more = to < payload.length;
            Packet fragment = packet.isIpv4()
                    ? ipv4(head, identification, from, more, piece)
                    : ipv6(head, identification, from, more, piece);
            fragments.add(new Fragment(from, fragment.frame()));
            from = to;
        } while (from < payload.length);
        return fragments;
    }

    private static Packet ipv4(byte[] head, int identification, int offset, boolean more, byte[] piece) {
        ByteBuffer bytes =
                ByteBuffer.allocate(head.length + piece.length).put(head).put(piece);
        bytes.putShort(2, (short) bytes.capacity());
        bytes.putShort(4, (short) identification);
        bytes.putShort(6, (short) (offset / UNIT | (more ? MORE_IN_IPV4 : 0)));
        return new Packet(Packet.IPV4, bytes.array());
    }

    private static Packet ipv6(byte[] head, int identification, int offset, boolean more, byte[] piece) {
        ByteBuffer bytes =
                ByteBuffer.allocate(head.length + UNIT + piece.length).put(head);
        bytes.put(head[6])
                .put((byte) 0)
                .putShort((short) (offset | (more ? 1 : 0)))
                .putInt(identification);
        bytes.put(piece);
        bytes.putShort(4, (short) (UNIT + piece.length)).put(6, (byte) FRAGMENT_HEADER);
        return new Packet(Packet.IPV6, bytes.array());
    }
}
