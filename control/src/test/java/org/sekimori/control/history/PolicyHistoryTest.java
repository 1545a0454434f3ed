package org.sekimori.control.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.policy.explain.Difference;
import org.sekimori.policy.explain.DifferenceKind;

class PolicyHistoryTest {
    private static final EntryNotes NOTES = new EntryNotes(
            EntryKind.PUSH, "cd34", List.of("p:1:1: warning: w"), List.of(new SetNote("s", "s.txt", -1, 7, 5, "held")));

    private static final HistoryLimits FEW = new HistoryLimits(3, 1L << 20);

    @TempDir
    Path parent;

    private final List<String> said = new ArrayList<>();

    @Test
    void shouldKeepEntriesOverARestart() {
        PolicyHistory history = open(FEW);
        HistoryEntry entry = add(history, "open");
        history.settle(entry.id(), Outcome.IN_FORCE, "fine");

        PolicyHistory again = open(FEW);

        assertThat(again.entries()).isEqualTo(history.entries()).hasSize(1);
        HistoryEntry read = again.inForce().orElseThrow();
        assertThat(read.remark()).isEqualTo("fine");
        assertThat(read.differences()).isEqualTo(entry.differences());
        assertThat(again.text(read)).isEqualTo("text of open");
        assertThat(again.image(read)).isEqualTo(image("open"));
        assertThat(said).isEmpty();
    }

    @Test
    void shouldMakeItsFolderAnewWhereItWasRemoved() throws IOException {
        PolicyHistory history = open(FEW);
        add(history, "lost");
        try (Stream<Path> files = Files.walk(parent)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(parent)) {
                    Files.delete(file);
                }
            }
        }
        HistoryEntry kept = add(history, "kept");

        assertThat(said).isEmpty();
        assertThat(open(FEW).entries()).extracting(HistoryEntry::id).containsExactly(kept.id());
    }

    @Test
    void shouldCallTheOneBeforeSuperseded() {
        PolicyHistory history = open(HistoryLimits.DEFAULT);
        for (String name : List.of("a", "b", "c")) {
            history.settle(add(history, name).id(), Outcome.IN_FORCE, "");
        }
        history.settle(add(history, "d").id(), Outcome.EXPIRED, "");

        assertThat(history.entries())
                .extracting(HistoryEntry::outcome)
                .containsExactly(Outcome.EXPIRED, Outcome.IN_FORCE, Outcome.SUPERSEDED, Outcome.SUPERSEDED);
        assertThat(history.inForce().orElseThrow().policy().name()).isEqualTo("c");
        assertThat(history.previous().orElseThrow().policy().name()).isEqualTo("b");
    }

    @Test
    void shouldForgetTheOldestButNotWhatIsInForce() throws IOException {
        PolicyHistory history = open(FEW);
        history.settle(add(history, "in force").id(), Outcome.IN_FORCE, "");
        for (int i = 0; i < 5; i++) {
            history.settle(add(history, "tried " + i).id(), Outcome.EXPIRED, "");
        }

        assertThat(history.entries()).extracting(HistoryEntry::id).containsExactly(6L, 5L, 1L);
        assertThat(folders()).containsExactly("000001", "000005", "000006");
        assertThat(open(FEW).entries()).isEqualTo(history.entries());
        assertThat(add(open(FEW), "next").id()).isEqualTo(7);
    }

    @Test
    void shouldKeepToItsBytes() throws IOException {
        PolicyHistory history = open(new HistoryLimits(100, 0));
        for (int i = 0; i < 5; i++) {
            history.settle(add(history, "p" + i).id(), Outcome.IN_FORCE, "");
        }
        assertThat(folders()).containsExactly("000003", "000004", "000005");
    }

    /** Ends everything before each step in turn; whoever comes afterwards finds whole entries, the same as without. */
    @Tag("long")
    @Test
    void shouldBeWholeAfterAPowerCutAtEveryStep() throws IOException {
        PowerCut whole = PowerCut.never();
        play(PolicyHistory.open(folder(), FEW, said::add, whole));
        int steps = whole.stepsTaken();
        assertThat(steps).isGreaterThan(60);
        for (int step = 0; step < steps; step++) {
            empty();
            PowerCut cut = PowerCut.after(step);
            assertThatThrownBy(() -> play(PolicyHistory.open(folder(), FEW, said::add, cut)))
                    .isInstanceOf(PowerCut.Dark.class);
            assertWhole(step);
        }
        assertThat(said).isEmpty();
    }

    private void assertWhole(int step) throws IOException {
        PolicyHistory after = open(FEW);
        for (HistoryEntry entry : after.entries()) {
            String name = entry.policy().name();
            assertThat(after.image(entry)).as("step " + step).isEqualTo(image(name));
            assertThat(after.text(entry)).isEqualTo("text of " + name);
        }
        List<Long> ids = after.entries().stream().map(HistoryEntry::id).toList();
        assertThat(ids).isSortedAccordingTo((a, b) -> Long.compare(b, a)).hasSizeLessThanOrEqualTo(FEW.entries() + 1);
        assertThat(folders()).as("step " + step + " leaves nothing over").hasSameSizeAs(ids);
        HistoryEntry next = add(after, "next");
        assertThat(next.isKept()).isTrue();
        assertThat(after.image(next)).isEqualTo(image("next"));
    }

    /** What can happen to a folder: entries added, settled, pruned. */
    private static void play(PolicyHistory history) {
        for (int i = 0; i < 5; i++) {
            HistoryEntry entry = add(history, "policy-" + i);
            history.settle(entry.id(), i % 2 == 0 ? Outcome.UNCONFIRMED : Outcome.IN_FORCE, "");
        }
    }

    @Test
    void shouldSayWhatAFullDiskDoesNotKeepAndGoOn() throws IOException {
        for (int step = 0; step < 12; step++) {
            empty();
            said.clear();
            PolicyHistory before = open(HistoryLimits.DEFAULT);
            before.settle(add(before, "first").id(), Outcome.IN_FORCE, "");
            PowerCut disk = PowerCut.fullAfter(step);
            PolicyHistory history = PolicyHistory.open(folder(), HistoryLimits.DEFAULT, said::add, disk);
            HistoryEntry second = add(history, "second");
            history.settle(second.id(), Outcome.IN_FORCE, "");
            assertThat(history.inForce().orElseThrow().policy().name()).isEqualTo("second");
            assertThat(said).as("step " + step).isNotEmpty().allMatch(line -> line.contains("No space left on device"));
            disk.makeRoom();
            assertThat(add(history, "third").isKept()).isTrue();
            List<String> names = open(HistoryLimits.DEFAULT).entries().stream()
                    .map(entry -> entry.policy().name())
                    .toList();
            assertThat(names).contains("third", "first");
        }
    }

    @Test
    void shouldRefuseToReadWhatWasNotKept() {
        PolicyHistory history = PolicyHistory.inMemory(FEW);
        HistoryEntry entry = add(history, "a");
        assertThat(entry.isKept()).isFalse();
        assertThatThrownBy(() -> history.image(entry)).hasMessage("entry 1 wasn't kept");
    }

    @Test
    void shouldLeaveOutWhatIsDamaged() throws IOException {
        PolicyHistory history = open(HistoryLimits.DEFAULT);
        add(history, "a");
        add(history, "b");
        add(history, "c");
        byte[] json = Files.readAllBytes(folder().resolve("000002/entry.json"));
        for (int length = 0; length < json.length - 2; length += 7) {
            Files.createDirectories(folder().resolve("000002"));
            Files.write(folder().resolve("000002/entry.json"), java.util.Arrays.copyOf(json, length));
            Files.write(folder().resolve("000002/image"), image("b"));
            Files.writeString(folder().resolve("000002/policy.yaml"), "text of b");
            assertThat(open(HistoryLimits.DEFAULT).entries())
                    .extracting(HistoryEntry::id)
                    .containsExactly(3L, 1L);
        }
        assertThat(said).isNotEmpty().allMatch(line -> line.startsWith("history: entry 2 is damaged and left out: "));
        Files.write(folder().resolve("000003/image"), new byte[1]);
        assertThat(open(HistoryLimits.DEFAULT).entries())
                .extracting(HistoryEntry::id)
                .containsExactly(1L);
    }

    @Test
    void shouldDoWithoutAFolder() throws IOException {
        Files.writeString(folder(), "in the way");
        PolicyHistory history = open(FEW);
        assertThat(said).hasSize(1).first().asString().contains("can't be used, nothing is kept");
        HistoryEntry entry = add(history, "a");
        history.settle(entry.id(), Outcome.IN_FORCE, "");
        assertThat(history.inForce().orElseThrow().isKept()).isFalse();
    }

    /** A folder that isn't one stands for a disk that takes nothing. */
    @Test
    void shouldKeepLaterWhatCouldNotBeKept() throws IOException {
        PolicyHistory history = open(HistoryLimits.DEFAULT);
        HistoryEntry first = add(history, "a");
        Path aside = Files.move(folder(), parent.resolve("aside"));
        Files.writeString(folder(), "in the way");
        HistoryEntry second = history.settle(add(history, "b").id(), Outcome.IN_FORCE, "");
        history.settle(first.id(), Outcome.IN_FORCE, "later");
        assertThat(second.isKept()).isFalse();
        assertThat(history.text(second)).as("gone back to from memory").isEqualTo("text of b");
        assertThat(history.image(second)).isEqualTo(image("b"));
        assertThat(history.keepAgain()).isFalse();
        Files.delete(folder());
        Files.move(aside, folder());
        assertThat(history.keepAgain()).isTrue();
        assertThat(said).contains("history: entry 2 is kept now", "history: what became of entry 1 is kept now");
        assertThat(history.keepAgain()).as("nothing is left").isFalse();
        assertThat(open(HistoryLimits.DEFAULT).entry(1).orElseThrow().remark()).isEqualTo("later");
        HistoryEntry kept = open(HistoryLimits.DEFAULT).entry(2).orElseThrow();
        assertThat(kept.isKept()).isTrue();
        assertThat(kept.outcome()).isEqualTo(Outcome.IN_FORCE);
        assertThat(kept.notes()).isEqualTo(NOTES);
    }

    @Test
    void shouldBoundWhatIsSaidOfDifferences() {
        List<Difference> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Difference.Field field = new Difference.Field("sources", "", "x".repeat(10_000));
            many.add(new Difference(DifferenceKind.ADDED, "rule-" + i, List.of(field)));
        }
        HistoryEntry draft = HistoryEntry.draft(origin(), facts("a"), many, EntryNotes.of(EntryKind.FILE));
        assertThat(draft.differences()).hasSize(200);
        assertThat(draft.omitted()).isEqualTo(800);
        assertThat(draft.differences().get(0).fields().get(0).after()).hasSize(401);
    }

    private PolicyHistory open(HistoryLimits limits) {
        return PolicyHistory.open(folder(), limits, said::add);
    }

    private Path folder() {
        return parent.resolve("history");
    }

    private List<String> folders() throws IOException {
        try (Stream<Path> listed = Files.list(folder())) {
            return listed.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private void empty() throws IOException {
        if (Files.isDirectory(folder())) {
            for (String name : folders()) {
                PowerCut.never().remove(folder().resolve(name));
            }
        }
    }

    private static HistoryEntry add(PolicyHistory history, String name) {
        Difference.Field field = new Difference.Field("mode", "monitor", "enforce");
        List<Difference> differences = List.of(new Difference(DifferenceKind.SETTING, "mode", List.of(field)));
        HistoryEntry draft = HistoryEntry.draft(origin(), facts(name), differences, NOTES);
        return history.add(draft, "text of " + name, image(name));
    }

    private static HistoryEntry.Origin origin() {
        return new HistoryEntry.Origin(
                Instant.parse("2026-03-01T10:00:00Z"), new Author("root"), Trigger.FILE, "office.yaml", "ab12");
    }

    private static PolicyFacts facts(String name) {
        return new PolicyFacts(name, 3, name.hashCode(), image(name).length);
    }

    private static byte[] image(String name) {
        return ("image of " + name).getBytes(StandardCharsets.UTF_8);
    }
}
