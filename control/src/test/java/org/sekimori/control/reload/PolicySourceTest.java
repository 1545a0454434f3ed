package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.history.Trigger;
import org.sekimori.control.reload.PolicyOutcome.Kind;
import org.sekimori.control.reload.PolicyStanding.Next;
import org.sekimori.policy.text.PolicyReader;

/** Which of file, push and rollback is in force, what becomes of it when files change, and that it is said. */
class PolicySourceTest {
    private static final String HOTFIX = PolicyFolder.policy("hotfix", "");
    private static final String NO_LIST = "version: 1\nname: plain\nrules:\n"
            + "- {name: dns, direction: inbound, protocol: udp, destination-ports: 53, sources: 203.0.9.0/24}\n";

    @TempDir
    Path parent;

    private PolicyFolder folder;

    @BeforeEach
    void start() throws IOException {
        folder = new PolicyFolder(parent);
    }

    @Test
    void shouldKeepAPushedPolicyWhenAListOfTheFileChanges() throws IOException {
        folder.push(NO_LIST, 0);
        Files.writeString(folder.list, PolicyFolder.networks(101));
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("plain");
        folder.start();
        assertThat(folder.box.policyName()).as("after a restart of control").isEqualTo("plain");
        folder.box.restart();
        folder.look();
        assertThat(folder.box.policyName()).as("after a restart of the box").isEqualTo("plain");
    }

    /** An interrupted wait stands for one that lasted too long: to whoever waits they are the same. */
    @Test
    void shouldReadTheFileLaterWhereOthersAreReadForLong() throws IOException {
        Files.writeString(folder.file, PolicyFolder.policy("changed", ""));
        Thread.currentThread().interrupt();
        folder.hangUp();
        assertThat(Thread.interrupted()).isTrue();
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("changed");
    }

    @Test
    void shouldFollowTheListsOfAPushedPolicy() throws IOException {
        folder.push(HOTFIX, 0);
        Files.writeString(folder.list, PolicyFolder.networks(101));
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("hotfix");
        assertThat(folder.listed()).isEqualTo(101);
        assertThat(folder.newest().source()).isEqualTo("hotfix.yaml");
        assertThat(folder.newest().trigger()).isEqualTo(Trigger.FILE);
        assertThat(folder.newest().author()).isEqualTo(PolicyFolder.ROOT);
        Files.writeString(folder.list, PolicyFolder.networks(102));
        folder.start();
        assertThat(folder.box.policyName()).isEqualTo("hotfix");
        assertThat(folder.listed()).as("changed while control was down").isEqualTo(102);
    }

    @Test
    void shouldLetTheFilesOwnTextReplaceAPushedPolicyAndSaySo() throws IOException {
        folder.push(HOTFIX, 0);
        Files.writeString(folder.file, PolicyFolder.policy("edited", ""));
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("edited");
        assertThat(folder.said)
                .anyMatch(line -> line.startsWith("policy reloaded (file changed): 'edited'")
                        && line.endsWith("it takes the place of 'hotfix' (entry 2, pushed by root)"));
        assertThat(folder.newest().remark()).isEqualTo("it takes the place of 'hotfix' (entry 2, pushed by root)");
    }

    @Test
    void shouldLetAnotherTextReplaceAPushedPolicyThatWasWrittenWhileControlWasDown() throws IOException {
        folder.push(HOTFIX, 0);
        Files.writeString(folder.file, PolicyFolder.policy("edited", ""));
        folder.start();
        assertThat(folder.box.policyName()).isEqualTo("edited");
    }

    @Test
    void shouldKeepAPushedPolicyWhenTheFileIsWrittenAnewWithTheSameText() throws IOException {
        folder.push(HOTFIX, 0);
        Files.writeString(folder.file, PolicyFolder.policy("office", ""));
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("hotfix");
        assertThat(folder.said).anyMatch(line -> line.startsWith("files were written to and say the same as before"));
    }

    @Test
    void shouldReplaceAPushedPolicyOnRequest() {
        folder.push(HOTFIX, 0);
        folder.hangUp();
        assertThat(folder.box.policyName()).isEqualTo("office");
        assertThat(folder.newest().remark()).contains("'hotfix' (entry 2, pushed by root)");
    }

    @Test
    void shouldKeepARollbackWithItsListsAsTheyWere() throws IOException {
        Files.writeString(folder.list, PolicyFolder.networks(200));
        folder.look();
        assertThat(folder.listed()).isEqualTo(200);
        folder.service.rollback(OptionalLong.empty(), PushRequest.of(PolicyFolder.ROOT, Trigger.COMMAND));
        assertThat(folder.listed()).isEqualTo(100);
        Files.writeString(folder.list, PolicyFolder.networks(201));
        folder.look();
        folder.start();
        folder.box.restart();
        folder.look();
        assertThat(folder.listed()).isEqualTo(100);
        assertThat(folder.outcomes())
                .isEqualTo("office rollback in-force, office file superseded, office file superseded");
        assertThat(folder.service.standing().origin()).contains("rolled back to by root", "its lists stay");
        assertThat(folder.service.standing().differs()).isTrue();
    }

    @Test
    void shouldFollowListsOnlyOnceATrialIsOver() throws Exception {
        folder.push(HOTFIX, 60);
        Files.writeString(folder.list, PolicyFolder.networks(101));
        folder.look();
        assertThat(folder.service.status().trial()).isPresent();
        assertThat(folder.listed()).isEqualTo(100);
        folder.service.confirm(PolicyFolder.ROOT);
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("hotfix");
        assertThat(folder.listed()).isEqualTo(101);
    }

    @Test
    void shouldFollowTheFilesListsOnceATrialWasTakenBack() throws IOException {
        folder.push(HOTFIX, 60);
        Files.writeString(folder.list, PolicyFolder.networks(101));
        folder.look();
        folder.service.rollback(OptionalLong.empty(), PushRequest.of(PolicyFolder.ROOT, Trigger.COMMAND));
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("office");
        assertThat(folder.listed()).isEqualTo(101);
    }

    @Test
    void shouldSayThatTheFileReplacedAPolicyOnTrial() throws IOException {
        folder.push(HOTFIX, 60);
        Files.writeString(folder.file, PolicyFolder.policy("edited", ""));
        folder.look();
        assertThat(folder.outcomes()).isEqualTo("edited file in-force, hotfix push replaced, office file superseded");
        assertThat(folder.newest().remark())
                .isEqualTo("it takes the place of 'hotfix' (entry 2, pushed by root), which waited for confirmation");
        assertThat(folder.service.confirm(PolicyFolder.ROOT).kind()).isEqualTo(Kind.CONFLICT);
    }

    @Test
    void shouldSayWhichPolicyIsInForceAfterTheNextStart() throws IOException {
        assertThat(folder.service.standing().differs()).isFalse();
        assertThat(folder.service.standing().next()).isEqualTo(Next.IN_FORCE);
        assertThat(folder.service.standing().future())
                .isEqualTo("file " + folder.file + " says the same; at the next start it is in force");
        PolicyOutcome pushed = folder.push(HOTFIX, 0);
        PolicyStanding standing = folder.service.standing();
        assertThat(standing.differs()).isTrue();
        assertThat(standing.next()).isEqualTo(Next.IN_FORCE);
        assertThat(standing.origin())
                .startsWith("pushed by root, from hotfix.yaml, ")
                .endsWith(", entry 2");
        assertThat(standing.future())
                .isEqualTo(
                        "file " + folder.file + " says something else; at the next start this policy stays, until file "
                                + folder.file + " changes or 'sekimori policy reload' takes it");
        assertThat(pushed.reasons())
                .containsExactly(
                        "it takes the place of 'office' (entry 1, from " + folder.file + ")", standing.future());
        Files.writeString(folder.file, "version: 1\nrulez: []\n");
        folder.look();
        assertThat(folder.service.standing().fileProblem())
                .startsWith(folder.file + ":2:1: error: unknown key 'rulez'");
        assertThat(folder.service.standing().next()).isEqualTo(Next.IN_FORCE);
        folder.push(NO_LIST, 60);
        assertThat(folder.service.standing().next()).isEqualTo(Next.CONFIRMED);
    }

    @Test
    void shouldRefuseAPolicyThatWasCheckedWithOtherLists() throws IOException {
        Path elsewhere = Files.createDirectories(parent.resolve("elsewhere/sets"));
        Path copy = elsewhere.resolve("bad.netset");
        Files.writeString(copy, PolicyFolder.networks(3));
        Path text = Files.writeString(elsewhere.resolveSibling("new.yaml"), PolicyFolder.policy("new", ""));
        PolicyOutcome outcome = pushWith(listsBeside(text));
        assertThat(outcome.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(outcome.reasons())
                .containsExactly(
                        "control reads other contents of 'sets/bad.netset' than those that this policy was checked"
                                + " with: pushed policies have their lists from " + parent.resolve("sets")
                                + "; copy the lists there first, or push from there");
        assertThat(folder.box.policyName()).isEqualTo("office");
        Files.copy(folder.list, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(pushWith(listsBeside(text)).kind()).isEqualTo(Kind.IN_FORCE);
    }

    private PolicyOutcome pushWith(String lists) {
        return folder.service.push(
                folder.service.pushed("new.yaml", PolicyFolder.policy("new", "")),
                new PushRequest(PolicyFolder.ROOT, Trigger.COMMAND, 0, OptionalInt.empty(), Optional.of(lists)));
    }

    private static String listsBeside(Path file) {
        PolicyText text = PolicyText.of(file);
        ListDigests lists = new ListDigests(text.sets());
        PolicyReader.read("x", text.text(), lists);
        return lists.word();
    }

    /** A file in the history's place stands for a disk that is full. */
    @Test
    void shouldSayThatAPolicyWhoseHistoryCouldNotBeWrittenGoesAtTheNextStart() throws IOException {
        Path aside = Files.move(parent.resolve("history"), parent.resolve("aside"));
        Files.writeString(parent.resolve("history"), "in the way");
        assertThat(folder.push(HOTFIX, 0).reasons())
                .anyMatch(line -> line.contains("the policy before it is in force"));
        assertThat(folder.service.standing().next()).isEqualTo(Next.EARLIER);
        Files.delete(parent.resolve("history"));
        Files.move(aside, parent.resolve("history"));
        folder.service.history().keepAgain();
        folder.start();
        assertThat(folder.box.policyName()).as("kept by then").isEqualTo("hotfix");
        assertThat(folder.service.standing().next()).isEqualTo(Next.IN_FORCE);
    }

    @Test
    void shouldSayThatTheBoxHadAPolicyThatALostHistoryDoesNotKnow() throws IOException {
        folder.push(HOTFIX, 0);
        Files.move(parent.resolve("history"), parent.resolve("lost"));
        folder.start();
        assertThat(folder.box.policyName()).isEqualTo("office");
        assertThat(folder.newest().remark())
                .isEqualTo("it takes the place of 'hotfix', which the box had and the history doesn't know");
    }

    @Test
    void shouldSayWhichPushAnotherPushReplaced() {
        folder.push(HOTFIX, 0);
        PolicyOutcome second = folder.push(NO_LIST, 0);
        assertThat(second.reasons()).contains("it takes the place of 'hotfix' (entry 2, pushed by root)");
        assertThat(folder.outcomes()).isEqualTo("plain push in-force, hotfix push superseded, office file superseded");
    }

    @Test
    void shouldRefuseAHugeFile() throws IOException {
        Files.writeString(folder.file, "# " + "x".repeat(PolicyReader.MAX_LENGTH));
        folder.look();
        assertThat(last().says()).startsWith(folder.file + ": error: has more than the ");
        assertThat(folder.box.policyName()).isEqualTo("office");
        assertThat(folder.service.standing().next()).isEqualTo(Next.IN_FORCE);
    }

    @Test
    void shouldSayThatTheSamePolicyReturnsFromATrial() {
        assertThat(folder.push(PolicyFolder.policy("office", ""), 60).reasons())
                .contains("the same policy is in force for good already, and returns if nobody confirms this one");
    }

    @Test
    void shouldSayThatAPushedPolicyDropsNothingWhereControlOnlyWatches() {
        PolicyService service =
                new PolicyService(folder.setup(PolicyOrigin.of(folder.file).watching(), folder.service.history()));
        service.start();
        PolicyOutcome outcome = service.push(
                service.pushed("x", HOTFIX), new PushRequest(PolicyFolder.ROOT, Trigger.API, 0, OptionalInt.empty()));
        assertThat(outcome.reasons()).contains("control was started with --monitor: this policy drops nothing");
    }

    @Test
    void shouldSayThatThePolicyFileIsGoneAndTakeItUpAgain() throws IOException {
        Files.delete(folder.file);
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("office");
        assertThat(folder.said).contains(folder.file + ": error: there is no such file");
        assertThat(last().isDone()).isFalse();
        assertThat(folder.service.standing().fileProblem()).isEqualTo(folder.file + ": error: there is no such file");
        Files.writeString(folder.file, PolicyFolder.policy("office", ""));
        folder.look();
        assertThat(last().isDone()).as("nothing is refused any more").isTrue();
        assertThat(folder.service.standing().fileProblem()).isEmpty();
    }

    @Test
    void shouldRefuseAPolicyFileThatIsNoFile() throws Exception {
        Files.delete(folder.file);
        Files.createDirectory(folder.file);
        folder.look();
        assertThat(last().says()).isEqualTo(folder.file + ": error: is a directory");
        Files.delete(folder.file);
        new ProcessBuilder("mkfifo", folder.file.toString()).start().waitFor();
        folder.look();
        assertThat(last().says()).isEqualTo(folder.file + ": error: is no regular file");
        Files.delete(folder.file);
        Files.createSymbolicLink(folder.file, folder.file);
        folder.hangUp();
        assertThat(last().says()).startsWith(folder.file + ": error: can't be read: ");
        assertThat(folder.box.policyName()).isEqualTo("office");
    }

    @Test
    void shouldNoticeATextOfTheSameLengthWithAnOldTime() throws IOException {
        FileTime before = Files.getLastModifiedTime(folder.file);
        Files.writeString(folder.file, PolicyFolder.policy("bureau", ""));
        Files.setLastModifiedTime(folder.file, before);
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("bureau");
    }

    @Test
    void shouldReadAFileWithByteOrderMarkAndCarriageReturns() throws IOException {
        Files.writeString(folder.file, '\uFEFF' + PolicyFolder.policy("dos", "").replace("\n", "\r\n"));
        Files.writeString(folder.list, '\uFEFF' + PolicyFolder.networks(100).replace("\n", "\r\n"));
        folder.look();
        assertThat(folder.box.policyName()).isEqualTo("dos");
        assertThat(folder.listed()).isEqualTo(100);
    }

    @Test
    void shouldReloadAtAStartWhatTheHistoryKeepsFromAnotherFile() throws IOException {
        Path other = Files.copy(folder.file, parent.resolve("other.yaml"));
        PolicyService service = new PolicyService(folder.setup(PolicyOrigin.of(other), folder.service.history()));
        service.start();
        assertThat(folder.newest().source()).isEqualTo(other.toString());
    }

    @Test
    void shouldSayWhatAReloadWarnedOf() throws IOException {
        Files.writeString(folder.file, "version: 1\nname: empty\n");
        folder.look();
        String warning = folder.file + ":1:1: warning: the policy has no rules and no 'defaults': everything passes but"
                + " malformed packets";
        assertThat(folder.said).contains(warning);
        assertThat(folder.newest().notes().warnings()).containsExactly(warning);
        assertThat(last().warnings()).containsExactly(warning);
    }

    private PolicyChange last() {
        return folder.changes.get(folder.changes.size() - 1);
    }
}
