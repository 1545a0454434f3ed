package org.sekimori.control.inline;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.RawWire;

/** Frames at a modest rate from the WAN, which every policy lets pass, and how many of them arrive. */
final class SteadyFrames implements AutoCloseable {
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int PORT = 6000;

    private final FrameCapture atLan;
    private final Thread sender;
    private volatile boolean isEnough;
    private int sent;

    private SteadyFrames(InlineBox inline) {
        atLan = FrameCapture.start(inline.lan, "lanh0");
        sender = new Thread(
                () -> inline.wan.call(() -> {
                    send();
                    return null;
                }),
                "steady-frames");
    }

    static SteadyFrames start(InlineBox inline) {
        SteadyFrames frames = new SteadyFrames(inline);
        frames.sender.start();
        return frames;
    }

    private void send() {
        byte[] frame = FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, PORT)
                .payload("steady")
                .bytes();
        try (RawWire wire = RawWire.open("wanh0")) {
            while (!isEnough) {
                wire.send(frame);
                sent++;
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    /** Ends sending; how many were sent, then how many arrived. */
    List<Integer> sentAndArrived() throws InterruptedException {
        isEnough = true;
        sender.join();
        int arrived = atLan.await(sent, SteadyFrames::isSteady).size();
        System.out.printf("%d frames sent, %d arrived%n", sent, arrived);
        return List.of(sent, arrived);
    }

    private static boolean isSteady(byte[] frame) {
        int portOffset = 14 + 20 + 2;
        return frame.length > portOffset + 1
                && ((frame[portOffset] & 0xff) << 8 | frame[portOffset + 1] & 0xff) == PORT;
    }

    @Override
    public void close() {
        isEnough = true;
        atLan.close();
    }
}
