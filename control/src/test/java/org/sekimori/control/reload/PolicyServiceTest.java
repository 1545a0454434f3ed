package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.HistoryLimits;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.control.history.Trigger;
import org.sekimori.control.reload.PolicyOutcome.Kind;
import org.sekimori.policy.text.Finding;

/** Control as it is restarted time and again, over a box that stays, or the other way round. */
class PolicyServiceTest {
    private static final Author ALICE = new Author("alice");

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private OwnTests tests = OwnTests.NONE;
    private Path file;
    private TestBox box;

    @BeforeEach
    void prepare() throws IOException {
        file = Files.writeString(folder.resolve("office.yaml"), named("office"));
        box = new TestBox(folder);
    }

    @Test
    void shouldPushTheFileAtTheFirstStartAndNothingAtTheSecond() {
        PolicyService first = started();
        assertThat(box.policyName()).isEqualTo("office");
        assertThat(outcomes(first)).containsExactly("office in-force");
        assertThat(newest(first).trigger()).isEqualTo(Trigger.START);

        started();
        assertThat(box.pushes()).isEqualTo(1);
        assertThat(box.epoch()).isEqualTo(2);
    }

    @Test
    void shouldLoadAFileThatChangedWhileControlWasDown() throws IOException {
        started();
        Files.writeString(file, named("changed"));
        PolicyService service = started();
        assertThat(box.policyName()).isEqualTo("changed");
        assertThat(outcomes(service)).containsExactly("changed in-force", "office superseded");
    }

    @Test
    void shouldNotUndoARollbackByARestart() throws IOException {
        PolicyService service = started();
        Files.writeString(file, named("changed"));
        service.reload(Trigger.FILE);
        assertThat(service.rollback(OptionalLong.empty(), by(0)).kind()).isEqualTo(Kind.IN_FORCE);
        assertThat(box.policyName()).isEqualTo("office");

        PolicyService again = started();
        assertThat(box.policyName()).isEqualTo("office");
        assertThat(box.pushes()).isEqualTo(3);
        again.reload(Trigger.SIGHUP);
        assertThat(box.policyName()).as("asked for").isEqualTo("changed");
    }

    @Test
    void shouldGoBackToAnyEntry() {
        PolicyService service = started();
        push(service, "second", 0);
        push(service, "third", 0);
        PolicyOutcome outcome = service.rollback(OptionalLong.of(1), by(0));
        assertThat(outcome.kind()).isEqualTo(Kind.IN_FORCE);
        assertThat(box.policyName()).isEqualTo("office");
        assertThat(newest(service).source()).isEqualTo("entry 1, " + file);
        assertThat(newest(service).author()).isEqualTo(ALICE);
        assertThat(service.rollback(OptionalLong.of(9), by(0)).reasons()).containsExactly("the history has no entry 9");
    }

    @Test
    @Timeout(60)
    void shouldGoBackAtOnceWhileAPolicyIsRead() throws InterruptedException {
        CountDownLatch testing = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        tests = policy -> {
            if (policy.name().equals("heavy")) {
                testing.countDown();
                awaitQuietly(released);
            }
            return List.of();
        };
        PolicyService service = started();
        push(service, "second", 0);
        Thread checking = new Thread(() -> service.validate(service.pushed("heavy.yaml", named("heavy"))));
        checking.start();
        testing.await();
        try {
            assertThat(service.rollback(OptionalLong.empty(), by(0)).kind()).isEqualTo(Kind.IN_FORCE);
            assertThat(box.policyName()).isEqualTo("office");
        } finally {
            released.countDown();
            checking.join();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldSayInWhatAPolicyDiffers() {
        PolicyService service = started();
        PolicyOutcome outcome = service.push(
                service.pushed(
                        "x",
                        named("x")
                                + "rules:\n- {name: gate, direction: inbound, protocol: udp, destination-ports: 53}\n"),
                by(0));
        assertThat(outcome.entry().orElseThrow().differences()).singleElement().satisfies(difference -> {
            assertThat(difference.name()).isEqualTo("gate");
            assertThat(difference.kind().word()).isEqualTo("added");
        });
    }

    @Test
    void shouldRefuseABadPolicyAndChangeNothing() throws IOException {
        PolicyService service = started();
        PolicyOutcome outcome = push(service, "bad name!", 0);
        assertThat(outcome.kind()).isEqualTo(Kind.BAD_POLICY);
        assertThat(outcome.findings()).isNotEmpty();
        Files.writeString(file, "version: 1\nrulez: []\n");
        assertThat(service.reload(Trigger.FILE).kind()).isEqualTo(Kind.BAD_POLICY);
        assertThat(said)
                .anyMatch(line -> line.startsWith(file + ":2:1: error: "))
                .contains("policy not reloaded (file changed): epoch 2 stays in force");
        Files.delete(file);
        assertThat(service.reload(Trigger.SIGHUP).reasons()).containsExactly(file + ": error: there is no such file");
        assertThat(box.policyName()).isEqualTo("office");
        assertThat(outcomes(service)).hasSize(1);
    }

    @Test
    void shouldRefuseWhatFailsItsOwnTests() {
        PolicyService service = started();
        tests = policy -> List.of("case-1: frame 3: expected drop");
        PolicyService strict = service();
        PolicyOutcome outcome = push(strict, "untested", 0);
        assertThat(outcome.kind()).isEqualTo(Kind.BAD_POLICY);
        assertThat(outcome.reasons()).containsExactly("case-1: frame 3: expected drop");
        assertThat(box.policyName()).isEqualTo("office");
    }

    @Test
    void shouldKeepWhatIsConfirmed() {
        PolicyService service = started();
        assertThat(push(service, "tried", 60).kind()).isEqualTo(Kind.UNCONFIRMED);
        service.look();
        assertThat(outcomes(service)).containsExactly("tried unconfirmed", "office in-force");
        assertThat(service.confirm(ALICE).kind()).isEqualTo(Kind.IN_FORCE);
        assertThat(outcomes(service)).containsExactly("tried in-force", "office superseded");
        assertThat(service.confirm(ALICE).kind()).isEqualTo(Kind.CONFLICT);
        box.restart();
        assertThat(box.policyName()).isEqualTo("tried");
    }

    @Tag("long")
    @Test
    void shouldLearnFromTheBoxThatNobodyConfirmed() throws InterruptedException {
        PolicyService service = started();
        push(service, "tried", 1);
        box.expire();
        service.look();
        assertThat(box.policyName()).isEqualTo("office");
        assertThat(outcomes(service)).containsExactly("tried expired", "office in-force");
        assertThat(said).anyMatch(line -> line.startsWith("policy 'tried' (entry 2) was not confirmed: 'office'"));
        assertThat(box.pushes()).as("the box did it").isEqualTo(2);
    }

    @Tag("long")
    @Test
    void shouldLearnAfterARestartThatNobodyConfirmed() throws InterruptedException {
        push(started(), "tried", 1);
        box.expire();
        assertThat(outcomes(started())).containsExactly("tried expired", "office in-force");
    }

    @Test
    void shouldKeepAPolicyOnTrialOverARestart() {
        push(started(), "tried", 60);
        PolicyService again = started();
        assertThat(outcomes(again)).containsExactly("tried unconfirmed", "office in-force");
        assertThat(box.policyName()).isEqualTo("tried");
        assertThat(again.confirm(ALICE).kind()).isEqualTo(Kind.IN_FORCE);
    }

    @Test
    void shouldTakeATrialBack() {
        PolicyService service = started();
        push(service, "tried", 60);
        assertThat(service.rollback(OptionalLong.empty(), by(0)).kind()).isEqualTo(Kind.IN_FORCE);
        service.look();
        assertThat(box.policyName()).isEqualTo("office");
        assertThat(outcomes(service)).containsExactly("tried replaced", "office in-force");
        assertThat(newest(service).remark()).isEqualTo("taken back by alice");
    }

    @Test
    void shouldEndATrialByAnotherPolicy() {
        PolicyService service = started();
        push(service, "tried", 60);
        push(service, "other", 0);
        service.look();
        assertThat(outcomes(service)).containsExactly("other in-force", "tried replaced", "office superseded");
        assertThat(box.policyName()).isEqualTo("other");
    }

    @Test
    void shouldReportABoxStartedAnewAndPushOnlyIfItHasAnotherPolicy() throws IOException {
        PolicyService service = started();
        box.restart();
        service.look();
        assertThat(said).last().asString().startsWith("the box was restarted: process 42, policy 'office' (last-good)");
        assertThat(box.pushes()).isEqualTo(1);

        Files.delete(folder.resolve("last-good.image"));
        box.restart();
        service.look();
        assertThat(box.policyName()).isEqualTo("office");
        assertThat(box.pushes()).isEqualTo(2);
        assertThat(said).last().asString().startsWith("policy 'office' (entry 1) pushed in the place of 'shipped'");
    }

    @Test
    void shouldLetAFileWaitForTheBoxButNotARequest() throws IOException {
        PolicyService service = started();
        box.reachable(false);
        assertThat(push(service, "asked", 0).kind()).isEqualTo(Kind.UNREACHABLE);
        Files.writeString(file, named("changed"));
        assertThat(service.reload(Trigger.FILE).kind()).isEqualTo(Kind.WAITING);
        assertThat(outcomes(service)).containsExactly("changed pushing", "office in-force");
        said.clear();
        service.look();
        service.look();
        assertThat(said).as("said once").hasSize(1);
        assertThat(service.validate(service.pushed("y", named("y"))).isUsable()).isTrue();
        box.reachable(true);
        service.look();
        assertThat(box.policyName()).isEqualTo("changed");
        assertThat(outcomes(service)).containsExactly("changed in-force", "office superseded");
    }

    @Test
    void shouldPushAfterARestartWhatWaited() throws IOException {
        PolicyService service = started();
        box.reachable(false);
        Files.writeString(file, named("changed"));
        service.reload(Trigger.FILE);
        box.reachable(true);
        PolicyService again = started();
        assertThat(box.policyName()).isEqualTo("changed");
        assertThat(outcomes(again)).containsExactly("changed in-force", "office superseded");
    }

    @Test
    void shouldRefuseToReplaceAnotherPolicyThanExpected() {
        PolicyService service = started();
        int checksum = newest(service).policy().checksum();
        PolicyText text = service.pushed("second", named("second"));
        PushRequest request = new PushRequest(ALICE, Trigger.API, 0, OptionalInt.of(checksum));
        assertThat(service.push(text, request).kind()).isEqualTo(Kind.IN_FORCE);
        assertThat(service.push(service.pushed("third", named("third")), request)
                        .kind())
                .isEqualTo(Kind.STALE);
        assertThat(box.policyName()).isEqualTo("second");
    }

    @Test
    void shouldOnlyWatchWhenToldSo() {
        started();
        PolicyLoader loader = new PolicyLoader(PolicyOrigin.of(file).watching());
        PolicyService watching = service(loader);
        watching.start();
        watching.look();
        assertThat(newest(watching).trigger()).isEqualTo(Trigger.START);
        assertThat(watching.rollback(OptionalLong.of(1), by(0)).reasons())
                .containsExactly("entry 1 would drop frames, and control was started to only watch");
    }

    @Test
    void shouldNameThePolicyToABoxThatWaitsThoughItHasKeptTheSame() {
        PolicyService service = started();
        box.restartAwaiting();
        assertThat(box.sight().orElseThrow().isAwaiting()).isTrue();
        service.look();
        assertThat(box.sight().orElseThrow().isAwaiting()).isFalse();
        assertThat(box.policyName()).isEqualTo("office");
        int pushes = box.pushes();
        service.look();
        assertThat(box.pushes()).isEqualTo(pushes);
    }

    @Test
    void shouldOnlyWatchByWhatWasInForceWhereTheFileCannotBeRead() throws IOException {
        started();
        Files.writeString(file, "rules: nonsense\n");
        PolicyService watching = service(new PolicyLoader(PolicyOrigin.of(file).watching()));
        assertThat(watching.start().isDone()).isFalse();
        watching.look();
        assertThat(newest(watching).trigger()).isEqualTo(Trigger.START);
        assertThat(outcomes(watching)).containsExactly("office in-force", "office superseded");
        assertThat(box.isMonitorOnly()).isTrue();
    }

    @Test
    void shouldReadSetsOfPushedPoliciesOnlyBelowTheFolderForThem() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "root:x:0\n");
        Path sets = Files.createDirectory(folder.resolve("sets"));
        Files.writeString(sets.resolve("partners.txt"), "192.0.2.0/24\n");
        Files.createSymbolicLink(sets.resolve("inside.txt"), Path.of("partners.txt"));
        Files.createSymbolicLink(sets.resolve("link.txt"), secret);
        Files.createSymbolicLink(sets.resolve("up"), folder);
        PolicyService service = started();
        for (String name : List.of(
                "secret.txt",
                "office.yaml",
                "sets/../secret.txt",
                secret.toString(),
                "sets/link.txt",
                "sets/up/secret.txt",
                "../nothere",
                "sets")) {
            assertThat(pushedWithSet(service, name).errors())
                    .as(name)
                    .singleElement()
                    .satisfies(error -> assertThat(error.message())
                            .contains("lies outside " + sets)
                            .contains("write 'sets/NAME'")
                            .doesNotContain("root"));
        }
        assertThat(pushedWithSet(service, "sets/nothere").errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("there is no such file in " + sets));
        for (String name : List.of("sets/partners.txt", "sets/inside.txt", sets + "/partners.txt")) {
            assertThat(pushedWithSet(service, name).isUsable()).as(name).isTrue();
        }
    }

    @Test
    void shouldQuoteNothingOfWhatSetsOfPushedPoliciesHold() throws IOException {
        Path sets = Files.createDirectory(folder.resolve("sets"));
        Files.writeString(
                sets.resolve("key.pem"), "-----BEGIN KEY-----\nSecretOne\n10.0.0.1-SecretTwo\n\"SecretThree\n");
        PolicyService service = started();
        for (String set : List.of(
                "sets/key.pem",
                "sets/key.pem, format: ipset",
                "sets/key.pem, format: csv, column: nosuch",
                "sets/key.pem, format: csv, column: 2, delimiter: \"-\"")) {
            List<String> messages = pushedWithSet(service, set).errors().stream()
                    .map(Finding::message)
                    .toList();
            assertThat(messages).as(set).isNotEmpty().allMatch(message -> message.contains("line "));
            assertThat(messages.toString()).as(set).doesNotContain("Secret", "BEGIN", "this row has");
        }
        Files.writeString(
                file, withSet("office", "sets/key.pem").replace("file: sets/key.pem", "file: " + sets + "/key.pem"));
        service.reload(Trigger.SIGHUP);
        assertThat(said).as("the operator's own file").anyMatch(line -> line.contains("SecretOne"));
    }

    @Test
    void shouldStillKnowInWhatAPolicyWithSetsOfItsOwnDiffersAfterARestart() throws IOException {
        Files.writeString(folder.resolve("partners.txt"), "192.0.2.0/24\n");
        Files.writeString(file, withSet("office", "partners.txt"));
        started();
        PolicyOutcome outcome = push(started(), "plain", 0);
        assertThat(outcome.entry().orElseThrow().differences())
                .extracting(difference -> difference.kind().word())
                .containsExactly("removed");
    }

    private static Candidate pushedWithSet(PolicyService service, String set) {
        return service.validate(service.pushed("p", withSet("sets", set)));
    }

    private static String withSet(String name, String set) {
        return named(name) + "sets:\n  partners: {file: " + set + "}\nrules:\n"
                + "- {name: a, direction: inbound, protocol: udp, destination-ports: 53, allow-from: set:partners}\n";
    }

    private PolicyService started() {
        PolicyService service = service();
        service.start();
        service.look();
        return service;
    }

    private PolicyService service() {
        return service(new PolicyLoader(PolicyOrigin.of(file)));
    }

    private PolicyService service(PolicyLoader loader) {
        PolicyHistory history = PolicyHistory.open(folder.resolve("history"), HistoryLimits.DEFAULT, said::add);
        return new PolicyService(
                new PolicySetup(loader, box, box::sight, history, tests, Clock.systemUTC(), said::add, refusal -> {}));
    }

    private static PolicyOutcome push(PolicyService service, String name, int confirmSeconds) {
        return service.push(service.pushed(name + ".yaml", named(name)), by(confirmSeconds));
    }

    private static PushRequest by(int confirmSeconds) {
        return new PushRequest(ALICE, Trigger.API, confirmSeconds, OptionalInt.empty());
    }

    private static String named(String name) {
        return "version: 1\nname: " + name + "\n";
    }

    private static HistoryEntry newest(PolicyService service) {
        return service.history().entries().get(0);
    }

    private static List<String> outcomes(PolicyService service) {
        return service.history().entries().stream()
                .map(entry -> entry.policy().name() + " " + entry.outcome().word())
                .toList();
    }
}
