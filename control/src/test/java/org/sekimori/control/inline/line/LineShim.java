package org.sekimori.control.inline.line;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekimori.dataplane.linux.TestTap;
import org.sekimori.dataplane.linux.TestWire;

/**
 * Stands between a host and its wire: the host's interface is a TAP device, and a thread of the shim's own carries its frames to the wire
 * behind the line's encapsulation, and back without it.
 *
 * <pre>
 *   [ host's programs and kernel ] line0 = TAP --- shim --- wire --- [box]
 * </pre>
 */
public final class LineShim implements AutoCloseable {
    private static final int POLL_INTERVAL_MS = 20;
    private static final long ECHO_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final End end;
    private final TestTap tap;
    private final TestWire wire;
    private final Thread thread;
    private final AtomicInteger answeredEchoes = new AtomicInteger();
    private volatile Line line = Line.PLAIN;
    private volatile boolean closing;
    private volatile RuntimeException fault;
    private int echoes;
    private long nextEchoNs = System.nanoTime();

    /** Takes over both devices, which must be up; {@link #close} closes them. */
    public LineShim(End end, TestTap tap, TestWire wire) {
        this.end = end;
        this.tap = tap;
        this.wire = wire;
        thread = new Thread(this::run, "line-" + end);
        thread.start();
    }

    /** Makes it a line of that kind from now on. */
    public void become(Line kind) {
        line = kind;
    }

    /** How many LCP echo requests of this end the other end has answered. */
    public int answeredEchoes() {
        return answeredEchoes.get();
    }

    /** Throws what ended the shim, if something did. */
    public void check() {
        if (fault != null) {
            throw new IllegalStateException("the shim " + end + " ended", fault);
        }
    }

    private void run() {
        try {
            while (!closing) {
                wire.await(tap, POLL_INTERVAL_MS);
                Line kind = line;
                Encapsulation encapsulation = kind.at(end);
                carryOut(kind, encapsulation);
                carryIn(encapsulation);
                askForEcho(kind, encapsulation);
            }
        } catch (RuntimeException problem) {
            fault = problem;
        }
    }

    private void carryOut(Line kind, Encapsulation encapsulation) {
        for (byte[] frame = tap.read(); frame != null; frame = tap.read()) {
            if (!kind.hasArp() && Ethernet.etherType(frame) == Ethernet.ARP) {
                Arp.answer(frame, end.other().mac()).ifPresent(tap::write);
            } else {
                encapsulation.wrap(frame).ifPresent(wire::send);
            }
        }
    }

    private void carryIn(Encapsulation encapsulation) {
        for (byte[] frame = wire.receive(); frame != null; frame = wire.receive()) {
            encapsulation.unwrap(frame).ifPresent(plain -> deliver(plain, encapsulation));
        }
    }

    private void deliver(byte[] plain, Encapsulation encapsulation) {
        if (Ethernet.etherType(plain) != Ethernet.PPP) {
            tap.write(plain);
        } else if (LcpEcho.isRequest(plain)) {
            encapsulation.wrap(LcpEcho.reply(plain)).ifPresent(wire::send);
        } else {
            answeredEchoes.incrementAndGet();
        }
    }

    private void askForEcho(Line kind, Encapsulation encapsulation) {
        if (kind.hasSession() && System.nanoTime() - nextEchoNs > 0) {
            nextEchoNs = System.nanoTime() + ECHO_INTERVAL_NS;
            byte[] request = LcpEcho.request(end.other().mac(), end.mac(), echoes++);
            encapsulation.wrap(request).ifPresent(wire::send);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        } finally {
            tap.close();
            wire.close();
        }
    }
}
