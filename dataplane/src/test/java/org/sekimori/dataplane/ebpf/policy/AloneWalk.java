package org.sekimori.dataplane.ebpf.policy;

import java.nio.ByteOrder;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.frame.EtherTypes;
import org.sekimori.dataplane.frame.IpProtocols;

/**
 * Finds a frame's IP packets, the outermost first, as far as a program looks that no box stands behind. A packet that is a
 * first fragment, or inside of one, ends where that does.
 */
final class AloneWalk {
    private static final int MAX_TAGS = 4;
    private static final int MAX_EXTENSIONS = 8;
    private static final int MAX_LAYERS = 3;
    private static final int LAST_BEGINNING = 1_023;
    /** Of a later fragment, in units of 8 bytes: one that begins before it could overwrite what was judged. */
    private static final int MIN_OFFSET = 8;

    private static final int ETHERNET = 14;
    private static final int TAG = 4;
    private static final int PPPOE = 6;
    private static final Set<Integer> TAGS =
            Set.of(EtherTypes.VLAN, EtherTypes.SERVICE_VLAN, EtherTypes.OLD_SERVICE_VLAN);
    private static final Set<Integer> UNOPENED =
            Set.of(EtherTypes.E_TAG, EtherTypes.MPLS, EtherTypes.MPLS_MULTICAST, EtherTypes.ETHERNET);
    private static final int PPP_IPV4 = 0x21;
    private static final int PPP_IPV6 = 0x57;
    private static final Set<Integer> PPP_MPLS = Set.of(0x281, 0x283);
    private static final Set<Integer> EXTENSIONS = Set.of(
            IpProtocols.HOP_BY_HOP,
            IpProtocols.ROUTING,
            IpProtocols.FRAGMENT,
            IpProtocols.AUTHENTICATION,
            IpProtocols.DESTINATION_OPTIONS,
            IpProtocols.MOBILITY,
            IpProtocols.HOST_IDENTITY,
            IpProtocols.SHIM6);

    private UnsafeBuffer frame;
    private byte[] packet;
    private UnsafeBuffer copy;
    private int layer;
    private int offset;
    private int room;
    private int protocol;

    /** What the walk has come to. */
    enum Place {
        /** At what an IP packet carries. */
        PACKET,
        NOT_IP,
        /** At what may hold IP and isn't looked into. */
        UNOPENED,
        MALFORMED,
        LATER_FRAGMENT
    }

    /** Walks to the outermost packet of a frame of at least 14 bytes. */
    Place first(byte[] bytes) {
        frame = new UnsafeBuffer(bytes);
        layer = 0;
        offset = ETHERNET;
        int etherType = half(offset - Short.BYTES);
        for (int tags = 0; tags < MAX_TAGS && TAGS.contains(etherType); tags++) {
            if (offset + TAG > bytes.length) {
                return Place.UNOPENED;
            }
            offset += TAG;
            etherType = half(offset - Short.BYTES);
        }
        if (etherType == EtherTypes.PPPOE_SESSION) {
            return pppoe();
        }
        boolean mayHoldIp = TAGS.contains(etherType) || UNOPENED.contains(etherType) || etherType < EtherTypes.FIRST;
        return EtherTypes.isIp(etherType) ? ip(etherType) : mayHoldIp ? Place.UNOPENED : Place.NOT_IP;
    }

    private Place pppoe() {
        if (offset + PPPOE + Short.BYTES > frame.capacity()) {
            return Place.UNOPENED;
        }
        boolean isCompressed = (octet(offset + PPPOE) & 1) != 0;
        int carried = isCompressed ? octet(offset + PPPOE) : half(offset + PPPOE);
        offset += PPPOE + (isCompressed ? Byte.BYTES : Short.BYTES);
        return switch (carried) {
            case PPP_IPV4 -> ip(EtherTypes.IPV4);
            case PPP_IPV6 -> ip(EtherTypes.IPV6);
            default -> PPP_MPLS.contains(carried) ? Place.UNOPENED : Place.NOT_IP;
        };
    }

    private Place ip(int etherType) {
        room = frame.capacity() - offset;
        return etherType == EtherTypes.IPV4 ? ipv4() : ipv6();
    }

    /** Walks on to the packet that this one carries. */
    Place inwards() {
        layer++;
        if (layer == MAX_LAYERS || offset > LAST_BEGINNING) {
            return Place.UNOPENED;
        }
        return protocol == IpProtocols.IPV4 ? ipv4() : ipv6();
    }

    private Place ipv4() {
        if (room < 20) {
            return Place.MALFORMED;
        }
        int headerLength = 4 * (octet(offset) & 15);
        int length = half(offset + 2) == 0 ? room : half(offset + 2);
        if (octet(offset) >> 4 != 4 || headerLength < 20 || !fits(length) || Math.min(length, room) < headerLength) {
            return Place.MALFORMED;
        }
        int fragment = half(offset + 6) & 0x1FFF;
        if (fragment != 0) {
            return later(fragment);
        }
        take(EtherTypes.IPV4, Math.min(length, room));
        copy.putShort(ETHERNET + 2, (short) Math.min(length, room), ByteOrder.BIG_ENDIAN);
        copy.putShort(ETHERNET + 6, (short) 0);
        protocol = octet(offset + 9);
        step(headerLength);
        return protocol == IpProtocols.AUTHENTICATION ? Place.UNOPENED : Place.PACKET;
    }

    private Place ipv6() {
        if (room < 40) {
            return Place.MALFORMED;
        }
        int length = half(offset + 4) == 0 ? room : 40 + half(offset + 4);
        if (octet(offset) >> 4 != 6 || !fits(length)) {
            return Place.MALFORMED;
        }
        take(EtherTypes.IPV6, Math.min(length, room));
        copy.putShort(ETHERNET + 4, (short) (room - 40), ByteOrder.BIG_ENDIAN);
        protocol = octet(offset + 6);
        int beginning = offset;
        step(40);
        for (int count = 0; EXTENSIONS.contains(protocol); count++) {
            Place place = count == MAX_EXTENSIONS ? Place.UNOPENED : extension(beginning);
            if (place != Place.PACKET) {
                return place;
            }
        }
        return Place.PACKET;
    }

    private Place extension(int beginning) {
        if (room < 8) {
            return Place.MALFORMED;
        }
        int length = 8;
        if (protocol == IpProtocols.FRAGMENT) {
            int fragment = half(offset + 2) >> 3;
            if (fragment != 0) {
                return later(fragment);
            }
            copy.putShort(ETHERNET + offset - beginning + 2, (short) 0);
        } else {
            length += octet(offset + 1) << (protocol == IpProtocols.AUTHENTICATION ? 2 : 3);
        }
        if (length > room) {
            return Place.MALFORMED;
        }
        protocol = octet(offset);
        step(length);
        return offset > LAST_BEGINNING ? Place.UNOPENED : Place.PACKET;
    }

    /** Of a packet in another one nobody knows whether it goes on in frames to come. */
    private boolean fits(int length) {
        return layer > 0 || length <= room;
    }

    private static Place later(int fragment) {
        return fragment < MIN_OFFSET ? Place.MALFORMED : Place.LATER_FRAGMENT;
    }

    private void take(int etherType, int length) {
        packet = new byte[ETHERNET + length];
        frame.getBytes(offset, packet, ETHERNET, length);
        copy = new UnsafeBuffer(packet);
        copy.putShort(ETHERNET - Short.BYTES, (short) etherType, ByteOrder.BIG_ENDIAN);
        room = length;
    }

    private void step(int length) {
        offset += length;
        room -= length;
    }

    private int octet(int at) {
        return frame.getByte(at) & 0xFF;
    }

    private int half(int at) {
        return frame.getShort(at, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /** The packet as a frame of its own, no fragment, and no longer than it is here. */
    byte[] packet() {
        return packet;
    }

    /** What the packet carries, behind IP's headers. */
    int protocol() {
        return protocol;
    }

    /** What a UDP packet carries, behind its header. */
    byte[] message() {
        byte[] message = new byte[room - 8];
        frame.getBytes(offset + 8, message);
        return message;
    }
}
