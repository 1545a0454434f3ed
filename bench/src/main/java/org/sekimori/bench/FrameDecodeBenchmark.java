package org.sekimori.bench;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UdpPacket;
import org.sekimori.dataplane.frame.AddressHash;
import org.sekimori.dataplane.frame.FrameDecoder;
import org.sekimori.policy.MatchFields;

/**
 * Time to decode one frame, from the first byte to the ports and the request bit, as a worker does: frame after frame
 * through a ring of them.
 *
 * <p>{@link #pcap4jParser} is the baseline: it turns the same frame into pcap4j's tree of packet objects and asks it for
 * the destination port. That tree holds more than a filter needs, and pcap4j stops at tags other than 0x8100 and knows
 * no request bits, so the two don't do the same work: it is what one would use without a decoder of one's own.
 */
public class FrameDecodeBenchmark extends TimedBenchmark {
    /** Which frames. */
    @Param({"PLAIN_UDP", "MIXED"})
    public TrafficMix mix;

    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields fields = new MatchFields();
    private UnsafeBuffer[] frames;
    private byte[][] bytes;

    /** Builds the frames. */
    @Setup
    public void build() {
        frames = mix.buffers();
        bytes = mix.bytes();
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public int decode() {
        int sum = 0;
        for (UnsafeBuffer frame : frames) {
            sum += decoder.decode(frame, frame.capacity(), fields) + fields.destinationPort() + fields.messageKind();
        }
        return sum;
    }

    /** Ours: the hash that spreads frames over workers. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public int addressHash() {
        int sum = 0;
        for (UnsafeBuffer frame : frames) {
            sum += AddressHash.ofThisProcess().of(frame);
        }
        return sum;
    }

    /** Baseline: pcap4j, to the destination port. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public int pcap4jParser() throws IllegalRawDataException {
        int sum = 0;
        for (byte[] frame : bytes) {
            sum += destinationPort(EthernetPacket.newPacket(frame, 0, frame.length));
        }
        return sum;
    }

    private static int destinationPort(EthernetPacket packet) {
        UdpPacket datagram = packet.get(UdpPacket.class);
        if (datagram != null) {
            return datagram.getHeader().getDstPort().valueAsInt();
        }
        TcpPacket segment = packet.get(TcpPacket.class);
        return segment == null ? 0 : segment.getHeader().getDstPort().valueAsInt();
    }
}
