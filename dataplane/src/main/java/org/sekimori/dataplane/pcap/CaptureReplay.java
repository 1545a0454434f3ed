package org.sekimori.dataplane.pcap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.ReceivePort;
import org.sekimori.dataplane.port.TransmitPort;
import org.sekimori.policy.Direction;

/**
 * Two ports over capture files: inbound frames come in at the WAN port, outbound ones at the LAN port, in the files'
 * order, since a frame is offered only to the port of its direction.
 *
 * <pre>
 *  FILE ... (one after the other) ─┐ the earlier frame   inbound  ─► wan ─► engine ─► lan ─┐
 *  other side's FILE ...          ─┘ goes first      ──► outbound ─► lan ─► engine ─► wan ─┴► passed
 * </pre>
 *
 * All of it belongs to one thread.
 */
public final class CaptureReplay implements AutoCloseable {
    private final CaptureSequence first;
    private final CaptureSequence second;
    private final FrameSink passed;
    private final List<CaptureException> faults = new ArrayList<>();
    private final Side wan = new Side("wan", Direction.INBOUND);
    private final Side lan = new Side("lan", Direction.OUTBOUND);
    private long framesRead;
    private long framesPassed;
    private boolean stopped;

    /**
     * @param inputs read one after the other
     * @param otherSide the same line captured in the other direction, merged with {@code inputs} by time; often empty
     * @param passed where frames go that the engine lets through; the caller closes it
     */
    public CaptureReplay(List<CaptureInput> inputs, List<CaptureInput> otherSide, FrameSink passed) {
        this.first = new CaptureSequence(inputs, faults::add);
        this.second = new CaptureSequence(otherSide, faults::add);
        this.passed = passed;
    }

    /** The port inbound frames come in by. */
    public Port wan() {
        return wan;
    }

    /** The port outbound frames come in by. */
    public Port lan() {
        return lan;
    }

    /** The frame in that slot, while the engine holds it: a verdict listener asks for its file and number. */
    public ReplayFrame frameOf(FrameSlot slot) {
        Side side = slot.ingress() == 0 ? wan : lan;
        return side.inFlight.element();
    }

    /** Files that broke, in order; their whole frames were replayed. */
    public List<CaptureException> faults() {
        return List.copyOf(faults);
    }

    /** Frames the engine took. */
    public long framesRead() {
        return framesRead;
    }

    /** Frames the engine sent on. */
    public long framesPassed() {
        return framesPassed;
    }

    /** No further frame is read; those in the engine come out. */
    public void stop() {
        stopped = true;
    }

    private ReplayFrame head() {
        if (stopped) {
            return null;
        }
        return earlier(first.head(), second.head());
    }

    private static ReplayFrame earlier(ReplayFrame one, ReplayFrame other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.capture().timestampNs() < one.capture().timestampNs() ? other : one;
    }

    private void take(ReplayFrame frame) {
        (frame == first.head() ? first : second).take();
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }

    /** One direction's receiving end, and the other's sending end. */
    private final class Side implements Port, ReceivePort, TransmitPort {
        private final String name;
        private final Direction direction;
        private final Queue<ReplayFrame> inFlight = new ArrayDeque<>();

        Side(String name, Direction direction) {
            this.name = name;
            this.direction = direction;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ReceivePort receiver() {
            return this;
        }

        @Override
        public TransmitPort transmitter() {
            return this;
        }

        @Override
        public boolean receive(FrameSlot slot) {
            ReplayFrame frame = head();
            if (frame == null || frame.direction() != direction) {
                return false;
            }
            take(frame);
            inFlight.add(frame);
            framesRead++;
            CaptureFrame capture = frame.capture();
            slot.frame().wrap(capture.bytes());
            slot.received(capture.wireLength(), capture.timestampNs(), 0);
            slot.linkType(capture.linkType());
            return true;
        }

        @Override
        public void release(FrameSlot slot) {
            inFlight.remove();
        }

        @Override
        public boolean isExhausted() {
            return head() == null;
        }

        @Override
        public void transmit(FrameSlot slot) {
            passed.accept(slot);
            framesPassed++;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            CaptureReplay.this.close();
        }
    }
}
