package org.sekimori.dataplane.frame;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/** The link layer of {@link ReferenceDecoder}: recursion, hex strings and exceptions. */
final class ReferenceLink {
    private static final Set<Integer> VLAN = Set.of(0x8100, 0x88A8, 0x9100);
    private static final Set<Integer> KNOWN =
            Set.of(0x0800, 0x86DD, 0x8100, 0x88A8, 0x9100, 0x893F, 0x8847, 0x8848, 0x8864, 0x6558);

    /** An IP packet, and which version its wrapping says it is. */
    record Packet(int version, ReferenceBytes bytes) {}

    /** There is no packet; the word says why. */
    static final class NoPacket extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final String word;

        NoPacket(String word) {
            super(null, null, false, false);
            this.word = word;
        }
    }

    private ReferenceLink() {}

    static Packet frame(int linkType, ReferenceBytes frame) {
        switch (linkType) {
            case 1:
                return ethernet(frame, 0, 0);
            case 101:
                return new Packet(frame.size() > 0 && frame.u8(0) / 16 == 6 ? 6 : 4, frame);
            case 228:
                return new Packet(4, frame);
            case 229:
                return new Packet(6, frame);
            case 0:
            case 108:
                return loopback(frame.behind(4), hex(frame, 4));
            case 113:
                return cooked(frame.need(16).u16(14), frame.behind(16));
            case 276:
                return cooked(frame.need(20).u16(0), frame.behind(20));
            case 9:
                return framedPpp(frame, 0, 0);
            case 50:
                boolean isCisco = frame.size() > 0 && Set.of(0x0F, 0x8F).contains(frame.u8(0));
                return isCisco ? typed(frame.need(4).u16(2), frame.behind(4)) : framedPpp(frame, 0, 0);
            case 104:
                return typed(frame.need(4).u16(2), frame.behind(4));
            case 51:
                return ppp(frame.behind(6), 0, 0);
            default:
                throw new NoPacket(Decoded.NOT_IP);
        }
    }

    /** What a tunnel's payload holds. */
    static Packet tunnel(int protocol, ReferenceBytes payload) {
        switch (protocol) {
            case 4:
                return new Packet(4, payload);
            case 41:
                return new Packet(6, payload);
            case 47:
                return gre(payload);
            case 97:
                if (payload.size() < 2) {
                    throw new NoPacket("malformed-transport");
                }
                return ethernet(payload.behind(2), 0, 1);
            default:
                return announced(0x8847, payload, 0, 0);
        }
    }

    private static Packet gre(ReferenceBytes payload) {
        String bits = payload.size() < 4 ? "" : String.format("%16s", Integer.toBinaryString(payload.u16(0)));
        int version = bits.isEmpty() ? 0 : payload.u16(0) % 8;
        int length = 4;
        length += version == 0 && (isSet(bits, 0) || isSet(bits, 1)) ? 4 : 0;
        length += isSet(bits, 2) ? 4 : 0;
        length += isSet(bits, 3) ? 4 : 0;
        length += version != 0 && isSet(bits, 8) ? 4 : 0;
        if (payload.size() < length) {
            throw new NoPacket("malformed-transport");
        }
        int type = payload.u16(2);
        ReferenceBytes inside = payload.behind(length);
        if (version == 1 && type == 0x880B && isSet(bits, 3)) {
            return framedPpp(inside, 0, 0);
        }
        if (version != 0 || !KNOWN.contains(type) && (type != 0x883E || isSet(bits, 1))) {
            throw new NoPacket(Decoded.NOT_IP);
        }
        if (isSet(bits, 1)) {
            throw new NoPacket("undecodable-tunnel");
        }
        if (type == 0x883E) {
            return inside.u8(0) / 16 == 4 ? new Packet(4, inside) : redirected(inside);
        }
        return announced(type, inside, 0, 0);
    }

    private static Packet redirected(ReferenceBytes inside) {
        return new Packet(4, inside.size() < 4 ? inside.first(0) : inside.behind(4));
    }

    private static boolean isSet(String bits, int index) {
        return !bits.isEmpty() && bits.charAt(index) == '1';
    }

    private static Packet loopback(ReferenceBytes payload, String family) {
        if (Set.of("00000002", "02000000").contains(family)) {
            return new Packet(4, payload);
        }
        Set<String> six =
                Set.of("0000000a", "00000018", "0000001c", "0000001e", "0a000000", "18000000", "1c000000", "1e000000");
        if (six.contains(family)) {
            return new Packet(6, payload);
        }
        throw new NoPacket(Decoded.NOT_IP);
    }

    private static Packet cooked(int protocol, ReferenceBytes payload) {
        return protocol == 4 ? llc(payload, 0, 1) : typed(protocol, payload);
    }

    /** An EtherType that can't be a length. */
    private static Packet typed(int type, ReferenceBytes payload) {
        if (type < 0x600) {
            throw new NoPacket(Decoded.NOT_IP);
        }
        return announced(type, payload, 0, 0);
    }

    private static Packet ethernet(ReferenceBytes frame, int tags, int headers) {
        return announced(frame.need(14).u16(12), frame.behind(14), tags, headers);
    }

    private static Packet announced(int type, ReferenceBytes payload, int tags, int headers) {
        if (type == 0x0800 || type == 0x86DD) {
            if (tags > 8 || headers > 16) {
                throw new NoPacket("undecodable-tags");
            }
            return new Packet(type == 0x0800 ? 4 : 6, payload);
        }
        if (VLAN.contains(type)) {
            return announced(payload.need(4).u16(2), payload.behind(4), tags + 1, headers + 1);
        }
        if (type < 0x600) {
            return llc(payload, tags, headers + 1);
        }
        switch (type) {
            case 0x893F:
                return announced(payload.need(8).u16(6), payload.behind(8), tags + 1, headers + 1);
            case 0x8864:
                return ppp(payload.behind(6), tags, headers + 1);
            case 0x8847:
            case 0x8848:
                return mpls(payload, tags, headers + 1);
            case 0x6558:
                return ethernet(payload, tags, headers + 1);
            default:
                throw new NoPacket(Decoded.NOT_IP);
        }
    }

    private static Packet llc(ReferenceBytes payload, int tags, int headers) {
        if (hex(payload, 3).equals("060603")) {
            return announced(0x0800, payload.behind(3), tags, headers);
        }
        if (!hex(payload, 3).equals("aaaa03")) {
            throw new NoPacket(Decoded.NOT_IP);
        }
        ReferenceBytes inside = payload.behind(8);
        int type = payload.u16(6);
        if (!Set.of("aaaa03000000", "aaaa030000f8").contains(hex(payload, 6)) || type < 0x600) {
            throw new NoPacket(Decoded.NOT_IP);
        }
        return announced(type, inside, tags, headers);
    }

    private static Packet framedPpp(ReferenceBytes payload, int tags, int headers) {
        boolean isFramed = payload.size() >= 2 && payload.u16(0) == 0xFF03;
        return ppp(isFramed ? payload.behind(2) : payload, tags, headers);
    }

    private static Packet ppp(ReferenceBytes payload, int tags, int headers) {
        int length = payload.u8(0) % 2 == 1 ? 1 : 2;
        int protocol = length == 1 ? payload.u8(0) : payload.u16(0);
        switch (protocol) {
            case 0x21:
                return announced(0x0800, payload.behind(length), tags, headers);
            case 0x57:
                return announced(0x86DD, payload.behind(length), tags, headers);
            case 0x281:
            case 0x283:
                return announced(0x8847, payload.behind(length), tags, headers);
            default:
                throw new NoPacket(Decoded.NOT_IP);
        }
    }

    private static Packet mpls(ReferenceBytes payload, int tags, int headers) {
        ReferenceBytes inside = payload.behind(4);
        if (payload.u8(2) % 2 == 0) {
            return mpls(inside, tags, headers + 1);
        }
        int nibble = inside.u8(0) / 16;
        if (nibble == 4 || nibble == 6) {
            return announced(nibble == 4 ? 0x0800 : 0x86DD, inside, tags, headers);
        }
        for (int skipped : new int[] {4, 0}) {
            if (inside.size() >= skipped + 14 && KNOWN.contains(inside.u16(skipped + 12))) {
                return ethernet(inside.behind(skipped), tags, headers);
            }
        }
        throw new NoPacket(Decoded.NOT_IP);
    }

    private static String hex(ReferenceBytes bytes, int length) {
        return HexFormat.of().formatHex(Arrays.copyOf(bytes.need(length).there(), length));
    }
}
