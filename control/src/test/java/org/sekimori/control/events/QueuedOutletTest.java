package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QueuedOutletTest {
    private final StringWriter said = new StringWriter();
    private final PrintWriter err = new PrintWriter(said, true);

    @Test
    void shouldDropAndCountBehindAWriterThatIsStuck() throws InterruptedException {
        Stuck writer = new Stuck();
        QueuedOutlet outlet = QueuedOutlet.start("file", writer, 10, err);
        outlet.offer(SampleEvents.drop(0));
        writer.entered.await();
        for (int i = 1; i <= 100; i++) {
            outlet.offer(SampleEvents.drop(i));
        }

        assertThat(outlet.tally().dropped()).isEqualTo(90);
        assertThat(said.toString().lines()).containsExactly("events: nowhere is too slow: events are dropped");
        writer.release.countDown();
        outlet.close();
        assertThat(writer.written).hasSize(11);
        assertThat(outlet.tally().written()).isEqualTo(11);
    }

    @Test
    void shouldFreeAWriterThatHangsForLong() throws InterruptedException {
        Stuck writer = new Stuck();
        try (QueuedOutlet outlet = QueuedOutlet.start("syslog", writer, 10, err)) {
            outlet.offer(SampleEvents.drop(0));
            writer.entered.await();
            outlet.supervise(System.nanoTime());
            assertThat(writer.release.getCount()).isEqualTo(1);
            outlet.supervise(System.nanoTime() + TimeUnit.SECONDS.toNanos(31));
            writer.release.await();
        }
    }

    @Test
    void shouldFreeTheSameWriteAgainIfItHangsOn() throws InterruptedException {
        Semaphore aborts = new Semaphore(0);
        Stuck writer = new Stuck() {
            @Override
            public void abort() {
                aborts.release();
            }
        };
        try (QueuedOutlet outlet = QueuedOutlet.start("syslog", writer, 10, err)) {
            outlet.offer(SampleEvents.drop(0));
            writer.entered.await();
            long nowNs = System.nanoTime();
            outlet.supervise(nowNs + TimeUnit.SECONDS.toNanos(31));
            outlet.supervise(nowNs + TimeUnit.SECONDS.toNanos(60));
            aborts.acquire();
            outlet.supervise(nowNs + TimeUnit.SECONDS.toNanos(62));
            aborts.acquire();
            assertThat(aborts.availablePermits()).isZero();
            writer.release.countDown();
        }
    }

    @Tag("long")
    @Test
    void shouldTryAgainAndSaySo() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(2);
        EventWriter failsOnce = new EventWriter() {
            private boolean failed;

            @Override
            public void write(Event event) throws IOException {
                if (!failed) {
                    failed = true;
                    throw new IOException("no room");
                }
                done.countDown();
            }

            @Override
            public String target() {
                return "nowhere";
            }

            @Override
            public void close() {}
        };
        try (QueuedOutlet outlet = QueuedOutlet.start("file", failsOnce, 10, err)) {
            outlet.offer(SampleEvents.drop(0));
            outlet.offer(SampleEvents.drop(1));
            done.await();
            assertThat(outlet.tally().failures()).isEqualTo(1);
        }

        assertThat(said.toString().lines())
                .containsExactly(
                        "events: nowhere: no room; trying again every second",
                        "events: nowhere: writes again; 0 events were dropped meanwhile");
    }

    /** Tried again, that event would hold up all others for ever; left to itself, the thread would end. */
    @Test
    void shouldDropTheEventAtWhichAWriterFailsAndGoOn() throws InterruptedException {
        Event poison = SampleEvents.drop(0);
        Event next = SampleEvents.drop(1);
        CountDownLatch done = new CountDownLatch(1);
        EventWriter failing = new EventWriter() {
            @Override
            public void write(Event event) {
                if (event == poison) {
                    throw new IllegalStateException("an event like this");
                }
                done.countDown();
            }

            @Override
            public String target() {
                return "nowhere";
            }

            @Override
            public void close() {}
        };
        try (QueuedOutlet outlet = QueuedOutlet.start("file", failing, 10, err)) {
            outlet.offer(poison);
            outlet.offer(next);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(outlet.tally().dropped()).isEqualTo(1);
        }
        assertThat(said.toString()).contains("nowhere: an event is dropped").contains("an event like this");
    }

    /** Waits in its first write until somebody lets it go. */
    private static class Stuck implements EventWriter {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final List<Event> written = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void write(Event event) throws IOException {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException interruption) {
                throw new IOException(interruption);
            }
            written.add(event);
        }

        @Override
        public void abort() {
            release.countDown();
        }

        @Override
        public String target() {
            return "nowhere";
        }

        @Override
        public void close() {}
    }
}
