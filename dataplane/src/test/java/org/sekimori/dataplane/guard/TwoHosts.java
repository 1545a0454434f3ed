package org.sekimori.dataplane.guard;

import java.util.concurrent.Callable;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.TestNamespace;

/** One that asks, and one that answers unless a program at its port drops. */
final class TwoHosts implements AutoCloseable {
    static final String PORT = "wan0";

    private final TestNamespace asking = TestNamespace.create("host");
    private final TestNamespace box = TestNamespace.create("box");

    TwoHosts() {
        join();
    }

    /** Joins them, anew where the port is gone. */
    void join() {
        TestNamespace.link(asking, "host0", box, PORT);
        asking.exec("ip", "addr", "add", "10.99.0.1/24", "dev", "host0");
        box.exec("ip", "addr", "add", "10.99.0.3/24", "dev", PORT);
    }

    /** Deletes the port. */
    void part() {
        box.exec("ip", "link", "del", PORT);
    }

    boolean talk() {
        return asking.pings("10.99.0.3");
    }

    /** What so many questions come to, 2 ms from each other. */
    Process ask(int count) {
        return asking.start(
                ProcessBuilder.Redirect.PIPE, "ping", "-c", "" + count, "-i", "0.002", "-W", "1", "10.99.0.3");
    }

    /** At the box. */
    void there(Action action) {
        Callable<Void> call = () -> {
            action.run();
            return null;
        };
        box.call(call);
    }

    /** What is done at the box. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    static int index() {
        try (NetworkDevice device = NetworkDevice.named(PORT)) {
            return device.index();
        }
    }

    static LoadedProgram returning(AttachPoint point, int verdict) {
        return LoadedProgram.load(
                point, new Assembler().move(Register.R0, verdict).exit().assemble());
    }

    @Override
    public void close() {
        asking.close();
        box.close();
    }
}
