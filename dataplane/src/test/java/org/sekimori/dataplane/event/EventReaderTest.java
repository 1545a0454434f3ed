package org.sekimori.dataplane.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    private static final EventOptions UNLIMITED =
            new EventOptions(100_000, 100_000, 100_000, 100_000, Drops.RING_BYTES);
    private static final int GARBAGE_RUNS = 20_000;

    @Test
    void shouldMergeWorkers() {
        Drops drops = new Drops(3, UNLIMITED);
        EventReader reader = drops.reader();
        for (int i = 0; i < 30; i++) {
            drops.drop(i % 3, 0);
        }

        List<DropEvent> events = Drops.read(reader);

        assertThat(events).hasSize(30);
        for (int worker = 0; worker < 3; worker++) {
            int wanted = worker;
            assertThat(events.stream().filter(event -> event.worker() == wanted).map(DropEvent::sequence))
                    .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        }
    }

    @Test
    void shouldTakeNoMoreThanTheLimitAndGoOnThere() {
        Drops drops = new Drops(2, UNLIMITED);
        EventReader reader = drops.reader();
        for (int i = 0; i < 20; i++) {
            drops.drop(i % 2, 0);
        }
        List<DropEvent> events = new ArrayList<>();

        assertThat(reader.poll(events::add, 7)).isEqualTo(7);
        assertThat(reader.poll(events::add, 100)).isEqualTo(13);
        assertThat(reader.poll(events::add, 100)).isZero();
    }

    @Test
    void shouldCountWhatASlowReaderLoses() {
        Drops drops = new Drops(1, UNLIMITED);
        EventReader reader = drops.reader();
        drops.drop(0, 0);
        assertThat(Drops.read(reader)).hasSize(1);

        for (int i = 0; i < 5000; i++) {
            drops.drop(0, 0);
        }

        List<DropEvent> events = Drops.read(reader);
        assertThat(events).isNotEmpty().last().extracting(DropEvent::sequence).isEqualTo(5000L);
        assertThat(reader.lost()).isEqualTo(5000 - events.size());
    }

    @Test
    void shouldBeginWithTheLastEventWhenOpenedLate() {
        Drops drops = new Drops(1, UNLIMITED);
        for (int i = 0; i < 5; i++) {
            drops.drop(0, 0);
        }

        EventReader late = drops.reader();

        assertThat(Drops.read(late)).extracting(DropEvent::sequence).containsExactly(4L);
        assertThat(late.lost()).isZero();
    }

    @Test
    void shouldGoOnWhereAnotherReaderStopped() {
        Drops drops = new Drops(2, UNLIMITED);
        for (int i = 0; i < 10; i++) {
            drops.drop(i % 2, 0);
        }
        EventReader first = drops.reader().resume(List.of());
        List<DropEvent> events = new ArrayList<>();
        first.poll(events::add, 7);
        for (int i = 0; i < 6; i++) {
            drops.drop(i % 2, 0);
        }

        EventReader second = drops.reader().resume(first.positions());
        events.addAll(Drops.read(second));

        assertThat(events.stream().map(event -> event.worker() + ":" + event.sequence()))
                .doesNotHaveDuplicates()
                .hasSize(16);
        assertThat(second.lost()).isZero();
    }

    @Test
    void shouldCountWhatWasOverwrittenBetweenTwoReaders() {
        Drops drops = new Drops(1, UNLIMITED);
        EventReader first = drops.reader().resume(List.of());
        drops.drop(0, 0);
        assertThat(Drops.read(first)).hasSize(1);
        for (int i = 0; i < 5000; i++) {
            drops.drop(0, 0);
        }

        EventReader second = drops.reader().resume(first.positions());
        List<DropEvent> events = Drops.read(second);

        assertThat(events).isNotEmpty().last().extracting(DropEvent::sequence).isEqualTo(5000L);
        assertThat(second.lost()).isPositive().isEqualTo(5000 - events.size());
    }

    @Test
    void shouldReadAllThatIsThereOfABoxNobodyHasRead() {
        Drops drops = new Drops(1, UNLIMITED);
        for (int i = 0; i < 5; i++) {
            drops.drop(0, 0);
        }
        assertThat(Drops.read(drops.reader().resume(List.of()))).hasSize(5);
        for (int i = 0; i < 5000; i++) {
            drops.drop(0, 0);
        }

        EventReader late = drops.reader().resume(List.of());
        List<DropEvent> events = Drops.read(late);
        assertThat(events.size() + late.lost()).isEqualTo(5005);
    }

    @Test
    void shouldNotBeMisledByAPositionThatCannotBe() {
        Drops drops = new Drops(1, UNLIMITED);
        for (int i = 0; i < 5; i++) {
            drops.drop(0, 0);
        }
        for (RingPosition wrong : List.of(
                new RingPosition(1L << 40, 1L << 40), new RingPosition(-8, 3), new RingPosition(3, Long.MIN_VALUE))) {
            EventReader reader = drops.reader().resume(List.of(wrong));
            assertThat(Drops.read(reader))
                    .as("%s", wrong)
                    .last()
                    .extracting(DropEvent::sequence)
                    .isEqualTo(4L);
            drops.drop(0, 0);
            drops.drop(0, 0);
            assertThat(Drops.read(reader)).as("%s", wrong).hasSize(2);
            drops = new Drops(1, UNLIMITED);
            for (int i = 0; i < 5; i++) {
                drops.drop(0, 0);
            }
        }
    }

    @Test
    void shouldReadOnlyWholeEventsBesideAWriter() throws InterruptedException {
        Drops drops = new Drops(1, UNLIMITED);
        drops.capture.begin(600, 512);
        drops.frame(512);
        EventReader reader = drops.reader();
        int total = 200_000;
        Thread writer = new Thread(() -> {
            for (int i = 0; i < total; i++) {
                drops.nowNs += 20_000;
                drops.slot.frame().setMemory(0, 512, (byte) i);
                drops.dropFrom(0, 0, i);
            }
        });
        writer.start();
        Map<String, Integer> torn = new HashMap<>();
        long[] seen = new long[2];
        long last = -1;
        while (last < total - 1) {
            boolean ended = !writer.isAlive();
            int taken = reader.poll(
                    event -> {
                        seen[0]++;
                        seen[1] = event.sequence();
                        byte[] bytes = event.captured();
                        for (byte value : bytes) {
                            if (value != (byte) event.sourceLow()) {
                                torn.merge("torn", 1, Integer::sum);
                            }
                        }
                    },
                    100);
            last = seen[0] == 0 ? -1 : seen[1];
            if (ended && taken == 0) {
                break;
            }
        }
        writer.join();

        assertThat(torn).isEmpty();
        assertThat(last).isEqualTo(total - 1);
        assertThat(seen[0] + reader.lost()).isEqualTo(total);
    }

    @Test
    void shouldSurviveAnythingInARing() {
        Random random = new Random(20261125);
        Drops drops = new Drops(1, UNLIMITED);
        UnsafeBuffer ring = drops.rings.get(0);
        int trailer = Drops.RING_BYTES;
        EventReader reader = drops.reader();
        for (int run = 0; run < GARBAGE_RUNS; run++) {
            if (run % 100 == 0) {
                reader = drops.reader();
            }
            switch (random.nextInt(4)) {
                case 0 -> ring.putLong(trailer + 8 * random.nextInt(3), random.nextLong());
                case 1 -> ring.putLong(trailer + 8 * random.nextInt(3), random.nextInt(2 * Drops.RING_BYTES));
                case 2 -> ring.putInt(4 * random.nextInt(Drops.RING_BYTES / 4), random.nextInt());
                default -> drops.drop(0, random.nextInt(3));
            }
            List<DropEvent> events = new ArrayList<>();
            reader.poll(events::add, 50);
            assertThat(events.size()).isLessThanOrEqualTo(50);
            assertThat(events).allMatch(event -> event.captured().length <= DropCapture.MAX_SNAP_BYTES);
        }
    }

    @Test
    void shouldGoOnAfterGarbage() {
        Drops drops = new Drops(1, UNLIMITED);
        EventReader reader = drops.reader();
        drops.drop(0, 0);
        drops.rings.get(0).putInt(0, -5);
        assertThat(Drops.read(reader)).isEmpty();

        drops.drop(0, 1);
        drops.drop(0, 2);

        assertThat(Drops.read(reader)).extracting(DropEvent::rule).endsWith("dns");
        drops.drop(0, 0);
        assertThat(Drops.read(reader)).extracting(DropEvent::rule).containsExactly("cldap");
    }
}
