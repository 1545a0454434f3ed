package org.sekimori.dataplane.port;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A port in memory: frames put in come out of {@link #receive}, frames sent to it are kept. For tests, and single-threaded. */
public final class MemoryPort implements Port, ReceivePort, TransmitPort {
    private final String name;
    private final Deque<byte[]> arriving = new ArrayDeque<>();
    private final List<byte[]> departed = new ArrayList<>();
    private final List<Integer> released = new ArrayList<>();
    private byte[] failsAt;
    private boolean stuck;
    private long refusals;
    private int received;
    private int flushes;

    public MemoryPort(String name) {
        this.name = name;
    }

    /** A frame comes in by the line. */
    public void arrive(byte[] frame) {
        arriving.add(frame);
    }

    /** From now on a frame that ends with these bytes can't be sent: it throws. */
    public void failAt(byte[] ending) {
        failsAt = ending;
    }

    /** From now on the driver takes nothing, or takes all again. */
    public void stuck(boolean value) {
        stuck = value;
    }

    /** Frames that went out by the line, in order. */
    public List<byte[]> departed() {
        return departed;
    }

    /** Numbers of the frames given back, in order. */
    public List<Integer> released() {
        return released;
    }

    public int flushes() {
        return flushes;
    }

    @Override
    public boolean receive(FrameSlot slot) {
        byte[] frame = arriving.poll();
        if (frame == null) {
            return false;
        }
        slot.frame().wrap(frame);
        slot.received(frame.length, 0, received++);
        return true;
    }

    @Override
    public void release(FrameSlot slot) {
        released.add(slot.receiveIndex());
    }

    @Override
    public void transmit(FrameSlot slot) {
        byte[] copy = new byte[slot.captureLength()];
        slot.frame().getBytes(0, copy);
        if (failsAt != null && new String(copy, ISO_8859_1).endsWith(new String(failsAt, ISO_8859_1))) {
            throw new IllegalStateException("can't be sent");
        }
        if (stuck) {
            refusals++;
            return;
        }
        departed.add(copy);
    }

    @Override
    public boolean isStuck() {
        return stuck;
    }

    @Override
    public long refusals() {
        return refusals;
    }

    @Override
    public void flush() {
        flushes++;
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
    public void close() {
        arriving.clear();
    }
}
