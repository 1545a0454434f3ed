package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.boxfile.GuardNotice;

class GuardObserverTest {
    private static final long TRIPPED_MS = 1_700_000_000_000L;

    @TempDir
    Path folder;

    private final List<Event> told = new ArrayList<>();
    private final GuardObserver observer = new GuardObserver(told::add);
    private TestBox box;

    @BeforeEach
    void makeBox() {
        box = new TestBox(TestBox.paths(folder));
    }

    @AfterEach
    void closeBox() {
        box.close();
    }

    private List<String> look(String mode, long trips, boolean stays) {
        box.file
                .header()
                .guard(new GuardNotice(
                        mode, TRIPPED_MS, trips, TRIPPED_MS, 50, "open", "tcx", true, stays, "office", 0xc104fd2a));
        return look();
    }

    private List<String> look() {
        told.clear();
        observer.look(box.file.reader().status(), SampleEvents.TIME_NS);
        return told.stream()
                .map(event -> event.json().replaceAll(".*\"event\":\"([a-z-]+)\".*\"state\":\"([a-z-]+)\".*", "$1 $2"))
                .toList();
    }

    @Test
    void shouldTellATripOnceAndTheReturnOnce() {
        assertThat(look("kernel-first", 2, false)).as("trips of others before").isEmpty();
        assertThat(look("alone", 3, false)).containsExactly("guard-trip alone");
        assertThat(told.get(0).json())
                .contains("\"policy\":\"office\"", "no round within 50 ms at 2023-11-14T22:13:20Z, trip 3");
        assertThat(look("alone", 3, false)).isEmpty();
        assertThat(look("kernel-first", 3, false)).containsExactly("guard-return kernel-first");
        assertThat(look("kernel-first", 3, false)).isEmpty();
    }

    @Test
    void shouldTellATripThatWasOverBeforeAnybodyLooked() {
        look("box-first", 0, false);

        assertThat(look("box-first", 1, false)).containsExactly("guard-trip alone", "guard-return box-first");
    }

    @Test
    void shouldTellThatTheGuardKeepsTheLineOfABoxThatIsGone() {
        look("kernel-first", 0, false);
        box.file.header().heartbeat(System.nanoTime() - 60_000_000_000L);

        assertThat(look()).containsExactly("guard-trip alone");
        assertThat(look()).isEmpty();

        box.beat();
        assertThat(look()).containsExactly("guard-return kernel-first");
    }

    @Test
    void shouldTellWhatStaysAfterAnOrderlyEndAlone() {
        look("kernel-first", 0, false);
        box.file.header().state(BoxState.STOPPED);
        assertThat(look()).isEmpty();

        assertThat(look("kernel-first", 0, true)).containsExactly("guard-trip alone");
    }

    @Test
    void shouldTellNothingWhereNothingGuards() {
        box.file.header().heartbeat(System.nanoTime() - 60_000_000_000L);

        assertThat(look()).isEmpty();
    }
}
