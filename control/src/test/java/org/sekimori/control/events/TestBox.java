package org.sekimori.control.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.event.DropCapture;
import org.sekimori.dataplane.event.DropSampler;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;

/** The file of a box and what writes to it, as in a real one, with nothing between the ports. */
public final class TestBox implements AutoCloseable {
    /** When its frames come in: 2026-11-25T04:00:00.000001Z. */
    public static final long FRAME_TIME_NS = SampleEvents.TIME_NS;

    private static final BoxFileShape SHAPE = new BoxFileShape(1, 1 << 15);
    private static final int DESTINATION = 0xCB00_7105;

    public final BoxFile file;
    public final BoxCounters counters;
    public final DropCapture capture = new DropCapture();
    private final DropSampler sampler;
    private final FrameSlot slot = new FrameSlot();
    private final MatchFields packet = new MatchFields();
    private int changes;

    /** Makes the file where the command line looks for it, filtering by policy {@code office}. */
    public TestBox(BoxPaths paths) {
        this(paths, new EventOptions(100_000, 100_000, 100_000, 100_000, SHAPE.eventRingBytes()));
    }

    public TestBox(BoxPaths paths, EventOptions options) {
        try {
            Files.createDirectories(paths.boxRun());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        file = BoxFile.create(paths.boxState(), SHAPE);
        counters = file.counters("eth0", "eth1");
        sampler = new DropSampler(file.eventRing(0), options, capture, System.nanoTime());
        policy(new PolicyNotice(1, 0xc104fd2a, "office", 2, false, "pushed", 0, 0, true, ""));
        file.header().state(BoxState.FILTERING);
        beat();
    }

    /** Folders below this one. */
    public static BoxPaths paths(Path folder) {
        return new BoxPaths(folder.resolve("run"), folder.resolve("state"));
    }

    public void policy(PolicyNotice notice) {
        file.header().policy(notice);
    }

    /** The capture agent goes round. */
    public void beat() {
        file.header().heartbeat(System.nanoTime());
    }

    /** That port's link is like this now. */
    public void link(PortRole role, LinkState state) {
        changes++;
        file.line().link(role, new PortState(state, 1_700_000_000_000L, changes, 1000, 0x0200_0000_0001L, "", ""));
    }

    /** Drops an NTP request from that source by the rule of that name, counts it and tells of it. */
    public void drop(int source, String rule) {
        byte[] frame = FrameBuilder.frame()
                .ipv4("198.51.100.7", "203.0.113.5")
                .udp(40_000, 123)
                .payload("monlist")
                .bytes();
        packet.clear();
        packet.direction(Direction.INBOUND);
        packet.ipv4(source, DESTINATION);
        packet.ipProtocol(17);
        packet.ports(40_000, 123);
        slot.frame().wrap(frame);
        slot.received(frame.length, FRAME_TIME_NS, 0);
        int counter = counters.ruleCounter(rule);
        counters.worker(0).countRule(counter, true, frame.length);
        counters.worker(0).countDirection(0, true, frame.length);
        sampler.beginBatch(System.nanoTime(), file.reader().status().policy().epoch(), false);
        sampler.onDrop(slot, packet, counter, Reason.NONE.ordinal());
    }

    /** Ends as a box does that was told to. */
    @Override
    public void close() {
        file.close();
    }
}
