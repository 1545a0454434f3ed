package org.sekimori.bench.ruleset;

import java.nio.ByteOrder;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.IpProtocol;

/**
 * Packets as Ethernet frames side by side in off-heap memory, each in a slot of its own, IP headers aligned as in a receive
 * ring. Checksums are 0: nothing on the way looks at them.
 */
public final class TraceFrames {
    private static final int SLOT_LENGTH = 128;
    private static final int CACHE_LINE = 64;
    /** Where a frame begins in its slot, so that the IP header is aligned. */
    private static final int PHASE = 2;

    private static final int ETHERNET_LENGTH = 14;
    private static final int ETHER_TYPE_OFFSET = 12;
    private static final int IPV4_ETHER_TYPE = 0x0800;
    private static final int IPV6_ETHER_TYPE = 0x86DD;
    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int TCP_LENGTH = 20;
    private static final int UDP_LENGTH = 8;
    private static final int FIRST_IPV4_BYTE = 0x45;
    private static final int FIRST_IPV6_BYTE = 0x60;
    private static final int HOP_LIMIT = 64;
    private static final int TCP_OFFSET_AND_SYN = 0x5002;
    private static final int LEAST_LENGTH = 60;

    private final UnsafeBuffer memory;
    private final int[] lengths;

    /** Builds all frames. */
    public TraceFrames(List<Packet> packets) {
        memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(packets.size() * SLOT_LENGTH, CACHE_LINE));
        lengths = new int[packets.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = Math.max(LEAST_LENGTH, write(packets.get(i), i * SLOT_LENGTH + PHASE));
        }
    }

    /** How many frames there are. */
    public int count() {
        return lengths.length;
    }

    /** Lets the view show the frame of that number. */
    public void wrap(UnsafeBuffer view, int number) {
        view.wrap(memory, number * SLOT_LENGTH + PHASE, lengths[number]);
    }

    private int write(Packet packet, int frame) {
        boolean ipv4 = packet.ipVersion() == 4;
        putShort(frame + ETHER_TYPE_OFFSET, ipv4 ? IPV4_ETHER_TYPE : IPV6_ETHER_TYPE);
        int ip = frame + ETHERNET_LENGTH;
        int transport = ip + (ipv4 ? IPV4_LENGTH : IPV6_LENGTH);
        int payload = transportLength(packet);
        if (ipv4) {
            writeIpv4(packet, ip, IPV4_LENGTH + payload);
        } else {
            writeIpv6(packet, ip, payload);
        }
        if (packet.hasPorts()) {
            putShort(transport, packet.sourcePort());
            putShort(transport + 2, packet.destinationPort());
            putShort(transport + (packet.protocol() == IpProtocol.UDP ? 4 : 12), lengthOrFlags(packet));
        }
        return transport + payload - frame;
    }

    private static int transportLength(Packet packet) {
        return packet.protocol() == IpProtocol.TCP ? TCP_LENGTH : UDP_LENGTH;
    }

    private static int lengthOrFlags(Packet packet) {
        return packet.protocol() == IpProtocol.UDP ? UDP_LENGTH : TCP_OFFSET_AND_SYN;
    }

    private void writeIpv4(Packet packet, int ip, int length) {
        memory.putByte(ip, (byte) FIRST_IPV4_BYTE);
        putShort(ip + 2, length);
        memory.putByte(ip + 8, (byte) HOP_LIMIT);
        memory.putByte(ip + 9, (byte) packet.protocol());
        memory.putInt(ip + 12, (int) packet.sourceLow(), ByteOrder.BIG_ENDIAN);
        memory.putInt(ip + 16, (int) packet.destinationLow(), ByteOrder.BIG_ENDIAN);
    }

    private void writeIpv6(Packet packet, int ip, int length) {
        memory.putByte(ip, (byte) FIRST_IPV6_BYTE);
        putShort(ip + 4, length);
        memory.putByte(ip + 6, (byte) packet.protocol());
        memory.putByte(ip + 7, (byte) HOP_LIMIT);
        memory.putLong(ip + 8, packet.sourceHigh(), ByteOrder.BIG_ENDIAN);
        memory.putLong(ip + 16, packet.sourceLow(), ByteOrder.BIG_ENDIAN);
        memory.putLong(ip + 24, packet.destinationHigh(), ByteOrder.BIG_ENDIAN);
        memory.putLong(ip + 32, packet.destinationLow(), ByteOrder.BIG_ENDIAN);
    }

    private void putShort(int offset, int value) {
        memory.putShort(offset, (short) value, ByteOrder.BIG_ENDIAN);
    }
}
