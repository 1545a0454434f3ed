package org.sekimori.dataplane.frame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The headers between a frame's MAC addresses and its packet, under construction, in the order they were added. */
final class LinkHeaders {
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    private static final int PPP_MPLS = 0x0281;

    /** What an EtherType announces. */
    record Announced(int etherType, byte[] bytes) {}

    /** A header, put around what it announces. */
    @FunctionalInterface
    private interface Header {
        Announced around(Announced inside);
    }

    private final List<Header> headers = new ArrayList<>();

    void vlan(int tpid, int vlanId) {
        headers.add(inside -> new Announced(
                tpid,
                join(ByteBuffer.allocate(4).putShort((short) vlanId).putShort((short) inside.etherType()), inside)));
    }

    void extenderTag() {
        headers.add(inside -> new Announced(
                EtherTypes.E_TAG, join(ByteBuffer.allocate(8).putShort(6, (short) inside.etherType()), inside)));
    }

    void pppoe(int session, boolean compressed) {
        headers.add(inside -> {
            int length = inside.bytes().length + (compressed ? 1 : 2);
            ByteBuffer header = ByteBuffer.allocate(6 + length - inside.bytes().length);
            header.put((byte) 0x11).put((byte) 0).putShort((short) session).putShort((short) length);
            int protocol = pppProtocol(inside.etherType());
            return new Announced(
                    EtherTypes.PPPOE_SESSION,
                    join(compressed ? header.put((byte) protocol) : header.putShort((short) protocol), inside));
        });
    }

    /** One label; the bottom of the stack unless another label follows. */
    void mpls(int label) {
        headers.add(inside -> {
            int bottom = inside.etherType() == EtherTypes.MPLS ? 0 : 0x100;
            return new Announced(
                    EtherTypes.MPLS, join(ByteBuffer.allocate(4).putInt(label << 12 | bottom | 64), inside));
        });
    }

    void snap(int organization) {
        headers.add(inside -> {
            ByteBuffer header = ByteBuffer.allocate(8).putInt(0xAAAA_0300).put((byte) (organization >> 8));
            header.put((byte) organization).putShort((short) inside.etherType());
            return new Announced(inside.bytes().length + 8, join(header, inside));
        });
    }

    /** LLC with IPv4's own service access point. */
    void llcIpv4() {
        headers.add(inside -> new Announced(
                inside.bytes().length + 3,
                join(ByteBuffer.wrap(new byte[] {6, 6, 3}).position(3), inside)));
    }

    /** A whole Ethernet header inside; behind an MPLS label, a pseudo-wire's control word may come first. */
    void ethernet(byte[] addresses, boolean controlWord) {
        headers.add(inside -> {
            ByteBuffer header = ByteBuffer.allocate((controlWord ? 4 : 0) + 14);
            header.position(controlWord ? 4 : 0);
            return new Announced(
                    EtherTypes.ETHERNET, join(header.put(addresses).putShort((short) inside.etherType()), inside));
        });
    }

    Announced around(Announced packet) {
        Announced result = packet;
        for (int i = headers.size() - 1; i >= 0; i--) {
            result = headers.get(i).around(result);
        }
        return result;
    }

    private static int pppProtocol(int etherType) {
        switch (etherType) {
            case EtherTypes.IPV4:
                return PPP_IPV4;
            case EtherTypes.IPV6:
                return PPP_IPV6;
            case EtherTypes.MPLS:
                return PPP_MPLS;
            default:
                return etherType;
        }
    }

    private static byte[] join(ByteBuffer header, Announced inside) {
        byte[] bytes = inside.bytes();
        return ByteBuffer.allocate(header.capacity() + bytes.length)
                .put(header.array())
                .put(bytes)
                .array();
    }
}
