package org.sekimori.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.MemoryPort;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.ReceivePort;
import org.sekimori.dataplane.port.TransmitPort;
import org.sekimori.policy.ShippedPolicy;

/** A box that is of no use any more says why, and ends its process if nobody else does. */
class BoxFailureTest {
    private static final String FAULT = "the ring is upside down";

    private final List<Throwable> log = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @EnumSource(ThreadingMode.class)
    void shouldFailWhereAnAgentItselfFails(ThreadingMode threading) throws Exception {
        BoxFile file = BoxFile.inMemory(options(threading).fileShape());
        Box box = box(options(threading), new BrokenPort(), new MemoryPort("lan"), file);
        box.start();
        await(() -> box.failure().isPresent());
        box.close();
        assertThat(box.failure().orElseThrow()).contains(FAULT).contains("BoxFailureTest");
        assertThat(file.reader().status().notice()).contains(FAULT);
        assertThat(file.reader().status().state())
                .as("whoever looks, and the next box, find one that did not end in order")
                .isNotEqualTo(BoxState.STOPPED);
    }

    @ParameterizedTest
    @EnumSource(ThreadingMode.class)
    void shouldLogAFrameThatCantBeSentAndGoOn(ThreadingMode threading) throws Exception {
        MemoryPort wan = new MemoryPort("wan");
        MemoryPort lan = new MemoryPort("lan");
        lan.failAt("poison".getBytes());
        wan.arrive(frame("poison"));
        wan.arrive(frame("honest"));
        BoxFile file = BoxFile.inMemory(options(threading).fileShape());
        Box box = box(options(threading), wan, lan, file);
        box.start();
        await(() -> !log.isEmpty());
        box.close();
        assertThat(box.failure()).isEmpty();
        assertThat(lan.departed()).hasSize(1);
        assertThat(log).hasSize(1);
        assertThat(log.get(0).toString())
                .startsWith("1 frame dropped that could not be judged or sent: ")
                .contains("can't be sent");
        assertThat(file.reader().status().state()).isEqualTo(BoxState.STOPPED);
    }

    @Test
    @Tag("long")
    void shouldEndTheProcessWhereNobodyElseDoes() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--add-opens",
                        "java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BoxFailureTest.class.getName())
                .inheritIO()
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(BoxFaults.EXIT_STATUS);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A process whose box fails, and whose main thread has stopped to look. */
    public static void main(String... words) throws InterruptedException {
        BoxOptions options = options(ThreadingMode.SHARED);
        BoxFile file = BoxFile.inMemory(options.fileShape());
        Box box = new BoxFailureTest().box(options, new BrokenPort(), new MemoryPort("lan"), file);
        box.endProcessOnFailure();
        box.start();
        Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        System.exit(0);
    }

    private static BoxOptions options(ThreadingMode threading) {
        return new BoxOptions(
                new PipelineOptions(64, 16, 1), threading, IdleMode.BACKOFF, 64, false, BoxOptions.ANY_CORE);
    }

    private Box box(BoxOptions options, Port wan, Port lan, BoxFile file) {
        PolicySource policies = new PolicySource(ShippedPolicy.table(), file.counters("wan", "lan"));
        return new Box(options, new PortPair(wan, lan), policies, file, log::add);
    }

    private static byte[] frame(String payload) {
        return FrameBuilder.frame()
                .ipv4("203.0.113.7", "192.0.2.9")
                .udp(4000, 5000)
                .payload(payload)
                .bytes();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 20 s").isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Receiving itself fails, whatever comes. */
    private static final class BrokenPort implements Port, ReceivePort {
        @Override
        public String name() {
            return "wan";
        }

        @Override
        public ReceivePort receiver() {
            return this;
        }

        @Override
        public TransmitPort transmitter() {
            return new MemoryPort("wan");
        }

        @Override
        public boolean receive(FrameSlot slot) {
            throw new IllegalStateException(FAULT);
        }

        @Override
        public void release(FrameSlot slot) {}

        @Override
        public void close() {}
    }
}
