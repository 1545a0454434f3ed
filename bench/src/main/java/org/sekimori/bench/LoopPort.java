package org.sekimori.bench;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.ReceivePort;
import org.sekimori.dataplane.port.TransmitPort;

/** A port without a line: the same frames come in again and again, as many as are asked for, and what goes out is gone. */
final class LoopPort implements Port, ReceivePort, TransmitPort {
    private final UnsafeBuffer[] frames;
    private final long stampNs;
    private int next;
    private int allowed;

    /**
     * Nothing comes in before {@link #allow}.
     *
     * @param frames a power of two of them
     * @param stampNs when all of them were received
     */
    LoopPort(UnsafeBuffer[] frames, long stampNs) {
        this.frames = frames;
        this.stampNs = stampNs;
    }

    /** So many more frames come in. */
    void allow(int count) {
        allowed += count;
    }

    @Override
    public boolean receive(FrameSlot slot) {
        if (allowed == 0) {
            return false;
        }
        allowed--;
        UnsafeBuffer frame = frames[next++ & frames.length - 1];
        slot.frame().wrap(frame);
        slot.received(frame.capacity(), stampNs, 0);
        return true;
    }

    @Override
    public void release(FrameSlot slot) {
        // nothing to give back
    }

    @Override
    public void transmit(FrameSlot slot) {
        // gone
    }

    @Override
    public void flush() {
        // nothing waits
    }

    @Override
    public String name() {
        return "loop";
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
    public void close() {
        // nothing was taken
    }
}
