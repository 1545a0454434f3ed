package org.sekimori.dataplane.ebpf.policy;

import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.agent.FrameTrial;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.MapType;
import org.sekimori.dataplane.ebpf.flow.FlowDescriptor;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;

/**
 * A box whose kernel forwards, both ways, and one beside it that sees every frame itself, at the same times. Says whether
 * they agree; what the programs count must be what the box beside decides.
 */
final class FlowTwin implements AutoCloseable {
    /** Flows that the map holds: few, so that it is soon full. */
    static final int ENTRIES = 4_096;

    private static final int LOOPBACK = 1;
    /** Sets the boxes' time, which is that of their frames, and nothing else. */
    private static final byte[] FIRST =
            FrameBuilder.frame().ipv4("192.0.2.1", "192.0.2.2").tcp(1, 2, 0).bytes();

    private final Hook hook;
    private final TestClock clock = new TestClock();
    private final EbpfMap flows =
            EbpfMap.create(MapType.LRU_HASH, FlowDescriptor.KEY_BYTES, FlowDescriptor.VALUE_BYTES, ENTRIES);
    private final Map<Direction, Side> sides = new EnumMap<>(Direction.class);
    private final FrameTrial shown;
    private final FrameTrial all;
    private final FrameSlot slot = new FrameSlot();
    private boolean rests;

    /**
     * What came of a frame.
     *
     * @param byKernel whether a program decided it
     * @param drops whether it was dropped, by the program or the box behind
     * @param wouldDrop whether the box that sees every frame drops it
     */
    record Seen(boolean byKernel, boolean drops, boolean wouldDrop) {
        boolean agrees() {
            return drops == wouldDrop;
        }

        @Override
        public String toString() {
            String word = (drops ? "drop" : "pass") + (byKernel ? " in the kernel" : "");
            return agrees() ? word : word + ", against the box";
        }
    }

    private record Side(
            Station station, KernelProgram program, VerdictSlots slots, SlotTally tally, TwinWitness witness) {}

    /** Both boxes begin at that time, in nanoseconds. */
    FlowTwin(PolicyTable table, Hook hook, long startNs) {
        this.hook = hook;
        shown = new FrameTrial(table);
        all = new FrameTrial(table);
        load(table);
        drops(shown, Direction.OUTBOUND, FIRST, startNs);
        drops(all, Direction.OUTBOUND, FIRST, startNs);
    }

    /** Has the next policy in force. */
    void policy(PolicyTable table) {
        shown.policy(table);
        all.policy(table);
        closeSides();
        load(table);
    }

    /** Has the programs rest, so that every frame goes to the box, or work again. */
    void rest(boolean value) {
        rests = value;
    }

    private void load(PolicyTable table) {
        Map<MapReference, EbpfMap> shared = Map.of(FlowDescriptor.MAP, flows, TestClock.MAP, clock.map());
        for (Direction direction : Direction.values()) {
            Station station = Station.forwarding(hook, direction, LOOPBACK);
            PolicyProgram compiled =
                    PolicyProgram.compile(table, station, clock).program().orElseThrow();
            KernelProgram program = new KernelProgram(hook, compiled, shared);
            sides.put(
                    direction,
                    new Side(station, program, compiled.slots(), new SlotTally(), new TwinWitness(table, station)));
        }
    }

    /** Judges a frame at that time, in nanoseconds; times must not go back. */
    Seen judge(Direction direction, byte[] frame, long nowNs) {
        clock.set(nowNs);
        Side side = sides.get(direction);
        Decision decision = rests ? Decision.HAND_ON : Decision.of(side.program.run(frame, 1), side.station);
        boolean byKernel = decision != Decision.HAND_ON;
        boolean drops = byKernel ? decision == Decision.DROP : drops(shown, direction, frame, nowNs);
        side.witness.forget();
        slot(direction, frame, nowNs);
        all.judge(slot, side.witness);
        boolean wouldDrop = Verdict.isDrop(slot.verdict());
        if (byKernel) {
            count(side, drops, frame);
        }
        return new Seen(byKernel, drops, wouldDrop);
    }

    private boolean drops(FrameTrial box, Direction direction, byte[] frame, long nowNs) {
        slot(direction, frame, nowNs);
        box.judge(slot);
        return Verdict.isDrop(slot.verdict());
    }

    private void slot(Direction direction, byte[] frame, long nowNs) {
        slot.frame().wrap(new UnsafeBuffer(frame));
        slot.received(frame.length, nowNs, 0);
        slot.ingress(direction.ordinal());
    }

    /** The slot holds what the box beside decided. */
    private void count(Side side, boolean drops, byte[] frame) {
        if (slot.reason() != Reason.NONE.ordinal() && slot.reason() != Reason.LAN_SOURCE.ordinal()) {
            throw new AssertionError("the program decides what Java does for " + Reason.of(slot.reason()) + ": "
                    + HexFormat.of().formatHex(frame));
        }
        for (int watched : side.witness.watched()) {
            side.tally.count(watched, Kind.MONITORED, frame.length);
        }
        int rule = Verdict.ruleIndex(slot.verdict());
        int entry = rule == Verdict.NO_RULE ? side.slots.byDefault() : rule;
        boolean isLanSource = slot.reason() == Reason.LAN_SOURCE.ordinal();
        side.tally.count(
                isLanSource ? side.slots.lanSource() : entry, drops ? Kind.DROPPED : Kind.PASSED, frame.length);
    }

    /** Whether the programs have counted the decisions they were seen to make, by the rules that the box beside names. */
    void checkCounts() {
        for (Side side : sides.values()) {
            String found = SlotTally.of(side.program, side.slots).toString();
            if (!found.equals(side.tally.toString())) {
                throw new AssertionError("counted by rule: " + side.tally + ", but by the program " + found);
            }
        }
    }

    private void closeSides() {
        sides.values().forEach(side -> side.program.close());
    }

    @Override
    public void close() {
        closeSides();
        flows.close();
        clock.close();
    }
}
