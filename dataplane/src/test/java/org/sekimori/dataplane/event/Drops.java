package org.sekimori.dataplane.event;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;

/** Samplers of a few workers with a clock of the test's own, and what a reader hears of them. */
final class Drops {
    static final int RING_BYTES = 1 << 15;
    static final String[] RULES = {"cldap", "ntp", "dns"};

    final DropCapture capture = new DropCapture();
    final List<UnsafeBuffer> rings;
    final List<DropSampler> samplers = new ArrayList<>();
    final MatchFields packet = new MatchFields();
    final FrameSlot slot = new FrameSlot();
    long nowNs = System.nanoTime();

    Drops(int workers, EventOptions options) {
        rings = IntStream.range(0, workers)
                .mapToObj(worker -> new UnsafeBuffer(
                        BufferUtil.allocateDirectAligned(RING_BYTES + BroadcastBufferDescriptor.TRAILER_LENGTH, 64)))
                .toList();
        rings.forEach(ring -> samplers.add(new DropSampler(ring, options, capture, nowNs)));
        packet.clear();
        packet.direction(Direction.INBOUND);
        packet.ipv4(0xC633_6407, 0xC000_0209);
        packet.ipProtocol(17);
        packet.ports(40_000, 389);
        frame(60);
    }

    EventReader reader() {
        return new EventReader(rings, counter -> counter >= 0 && counter < RULES.length ? RULES[counter] : "");
    }

    void frame(int length) {
        slot.frame().wrap(new byte[length]);
        slot.received(length, 1_700_000_000_000_000_000L, 0);
    }

    /** A worker drops the packet at hand by that rule. */
    void drop(int worker, int rule) {
        samplers.get(worker).beginBatch(nowNs, 3, false);
        samplers.get(worker).onDrop(slot, packet, rule, Reason.NONE.ordinal());
    }

    /** A rule that only watches matches the packet at hand. */
    void match(int worker, int rule) {
        samplers.get(worker).beginBatch(nowNs, 3, false);
        samplers.get(worker).onMatch(slot, packet, rule);
    }

    void dropFrom(int worker, int rule, int source) {
        packet.ipv4(source, 0xC000_0209);
        drop(worker, rule);
    }

    void passSeconds(double seconds) {
        nowNs += (long) (seconds * 1e9);
    }

    static List<DropEvent> read(EventReader reader) {
        List<DropEvent> events = new ArrayList<>();
        reader.poll(events::add, Integer.MAX_VALUE);
        return events;
    }
}
