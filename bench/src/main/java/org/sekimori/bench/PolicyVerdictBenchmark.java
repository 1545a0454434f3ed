package org.sekimori.bench;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.frame.FrameDecoder;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.Verdict;

/**
 * Time to judge one inbound frame by the shipped policy, decoding included. Every contender must come to the same
 * verdict on every frame, or the set-up fails.
 *
 * <p>The baselines, and what is fair about them:
 *
 * <ul>
 *   <li>{@link #libpcapFilter}: an equivalent filter expression, compiled and optimized by libpcap, run by libpcap's own
 *       interpreter in C. pcap4j calls it by JNA, takes a lock and copies the frame for each call, and that costs more
 *       than the filter itself. {@link #libpcapCallAlone} is the same call with the filter that takes everything at once:
 *       the difference of the two is the filter's own time, and the fairer figure.
 *   <li>{@link #naiveMatcher}: plain Java without a native call, and without care.
 * </ul>
 *
 * The expression knows two tags and no extension headers, fragments, or SSDP methods in small letters, which the frames
 * don't have; ours looks for all of them.
 */
public class PolicyVerdictBenchmark extends TimedBenchmark {
    private static final int SNAP_LENGTH = 65_536;

    /** Which frames. */
    @Param({"PLAIN_UDP", "MIXED"})
    public TrafficMix mix;

    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields fields = new MatchFields();
    private final PolicyTable table = ShippedPolicy.table();
    private final VerdictCounters counters = new BoxCounters("wan", "lan", 1).worker(0);
    private UnsafeBuffer[] frames;
    private byte[][] bytes;
    private PcapHandle libpcap;
    private BpfProgram filter;
    private BpfProgram emptyFilter;

    /** Builds the frames, compiles the filters, and compares all verdicts. */
    @Setup
    public void build() throws PcapNativeException, NotOpenException {
        frames = mix.buffers();
        bytes = mix.bytes();
        fields.direction(Direction.INBOUND);
        meetEverything();
        libpcap = Pcaps.openDead(DataLinkType.EN10MB, SNAP_LENGTH);
        filter = compile(ShippedFilter.EXPRESSION);
        emptyFilter = compile("");
        for (int i = 0; i < frames.length; i++) {
            boolean isDrop = isDrop(frames[i]);
            if (filter.applyFilter(bytes[i]) != isDrop || NaiveMatcher.drops(bytes[i]) != isDrop) {
                throw new IllegalStateException(
                        "verdicts differ on frame " + i + " of " + mix + ": ours drop=" + isDrop);
            }
        }
    }

    /** Gives libpcap's memory back. */
    @TearDown
    public void free() {
        filter.free();
        emptyFilter.free();
        libpcap.close();
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public int decodeAndEvaluate() {
        int drops = 0;
        for (UnsafeBuffer frame : frames) {
            drops += isDrop(frame) ? 1 : 0;
        }
        return drops;
    }

    /** What of the others is neither decoding nor judging: going over the frames. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public int frameAlone() {
        int drops = 0;
        for (UnsafeBuffer frame : frames) {
            drops += isNothing(frame) ? 1 : 0;
        }
        return drops;
    }

    /** Baseline: libpcap's filter by JNA. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public int libpcapFilter() {
        return countMatches(filter);
    }

    /** What of {@link #libpcapFilter} is not the filter. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public int libpcapCallAlone() {
        return countMatches(emptyFilter);
    }

    /** Baseline: rule after rule in plain Java. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public int naiveMatcher() {
        int drops = 0;
        for (byte[] frame : bytes) {
            drops += NaiveMatcher.drops(frame) ? 1 : 0;
        }
        return drops;
    }

    /** Called as a program is, so never put into the loop. */
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static boolean isNothing(UnsafeBuffer frame) {
        return frame.capacity() == 0;
    }

    private boolean isDrop(UnsafeBuffer frame) {
        int decoded = decoder.decode(frame, frame.capacity(), fields);
        if (decoded != Reason.NONE.ordinal()) {
            return false;
        }
        int verdict = table.evaluate(fields, PacketMemory.NONE);
        if (!Verdict.isDrop(verdict)) {
            return false;
        }
        counters.countRule(Verdict.ruleIndex(verdict), true, frame.capacity());
        return true;
    }

    /** A compiler that only ever saw one frame would leave out all the others. */
    private void meetEverything() {
        UnsafeBuffer[] all = TrafficMix.MIXED.buffers();
        for (int round = 0; round < 50; round++) {
            for (UnsafeBuffer frame : all) {
                isDrop(frame);
            }
        }
    }

    private int countMatches(BpfProgram program) {
        int matches = 0;
        for (byte[] frame : bytes) {
            matches += program.applyFilter(frame) ? 1 : 0;
        }
        return matches;
    }

    private BpfProgram compile(String expression) throws PcapNativeException, NotOpenException {
        return libpcap.compileFilter(expression, BpfProgram.BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
    }
}
