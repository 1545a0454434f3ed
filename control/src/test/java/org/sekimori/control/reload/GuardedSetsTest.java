package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.history.SetNote;
import org.sekimori.control.history.Trigger;

/** Lists that look wrong beside what they held before: the last good contents stay, and it is said. */
class GuardedSetsTest {
    @TempDir
    Path parent;

    private PolicyFolder folder;

    @BeforeEach
    void start() throws IOException {
        folder = new PolicyFolder(parent);
    }

    @Test
    void shouldKeepTheLastGoodContentsOfAListThatBecameEmpty() throws IOException {
        write("");
        assertHeld("it became empty, after 100 entries");
        write("# nothing today\n");
        assertHeld("it became empty, after 100 entries");
    }

    @Test
    void shouldKeepTheLastGoodContentsOfAListThatShrankByMuch() throws IOException {
        write(PolicyFolder.networks(49));
        assertHeld("it shrank from 100 to 49 entries, by more than 50%");
        write(PolicyFolder.networks(50));
        assertThat(folder.listed()).isEqualTo(50);
    }

    /** {@code 1.10.16.0/24} cut off after its second character from the end is a quarter of all addresses. */
    @Test
    void shouldKeepTheLastGoodContentsOfAListThatIsCutOff() throws IOException {
        String whole = PolicyFolder.networks(100);
        write(whole + "1.10.16.0/2");
        assertHeld("its last line isn't ended by a newline, as if it were cut off");
        assertThat(folder.box.drops("1.1.1.1")).isFalse();
        write(whole + "1.10.16.");
        assertHeld("its last line isn't ended by a newline, as if it were cut off");
        write(whole + "1.10.16.0/24\n");
        assertThat(folder.box.drops("1.10.16.7")).isTrue();
        assertThat(note().isHeld()).isFalse();
    }

    @Test
    void shouldTakeAListThatNeverEndsItsLastLine() throws IOException {
        folder.push(PolicyFolder.policy("other", "").replace("bad.netset", "unended"), 0);
        write(folder.list.resolveSibling("unended"), "203.0.0.0/24\n203.0.1.0/24");
        folder.push(PolicyFolder.policy("other", "").replace("bad.netset", "unended"), 0);
        assertThat(folder.listed()).isEqualTo(2);
        assertThat(folder.newest().notes().warnings())
                .singleElement()
                .asString()
                .endsWith("'sets/unended': its last line isn't ended by a newline; is it cut off?");
        write(folder.list.resolveSibling("unended"), "203.0.0.0/24\n203.0.1.0/24\n203.0.2.0/24");
        assertThat(folder.listed()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheLastGoodContentsOverARestartOfControl() throws IOException {
        Files.writeString(folder.list, "");
        folder.start();
        assertThat(folder.listed()).isEqualTo(100);
        Files.writeString(folder.file, PolicyFolder.policy("edited", ""));
        folder.start();
        assertThat(folder.box.policyName()).isEqualTo("edited");
        assertThat(folder.listed()).isEqualTo(100);
        folder.box.restart();
        folder.look();
        assertThat(folder.listed()).isEqualTo(100);
    }

    @Test
    void shouldTakeTheListAsItIsOnRequest() throws IOException {
        write(PolicyFolder.networks(3));
        folder.hangUp();
        assertThat(folder.listed()).as("asked without accepting").isEqualTo(100);
        folder.service.reload(PushRequest.of(PolicyFolder.ROOT, Trigger.COMMAND), true);
        assertThat(folder.listed()).isEqualTo(3);
        folder.look();
        folder.start();
        assertThat(folder.listed()).as("from then on").isEqualTo(3);
        write("");
        folder.service.reload(PushRequest.of(PolicyFolder.ROOT, Trigger.COMMAND), true);
        assertThat(folder.listed()).isZero();
    }

    @Test
    void shouldGoByWhatThePolicySays() throws IOException {
        Files.writeString(folder.file, PolicyFolder.policy("office", ", max-shrink: 90%"));
        folder.look();
        write(PolicyFolder.networks(11));
        assertThat(folder.listed()).isEqualTo(11);
        Files.writeString(folder.file, PolicyFolder.policy("office", ", guard: none"));
        folder.look();
        write("");
        assertThat(folder.listed()).isZero();
    }

    @Test
    void shouldLetShortListsShrinkButNotToNothing() throws IOException {
        write(PolicyFolder.networks(50));
        write(PolicyFolder.networks(25));
        write(PolicyFolder.networks(13));
        write(PolicyFolder.networks(9));
        write(PolicyFolder.networks(1));
        assertThat(folder.listed()).isEqualTo(1);
        write("");
        assertThat(folder.listed()).isEqualTo(1);
        assertThat(note().held()).isEqualTo("it became empty, after 1 entry");
    }

    @Test
    void shouldWarnOfVeryWideNetworksThatWereNotThereBefore() throws IOException {
        write(PolicyFolder.networks(100) + "64.0.0.0/2\n");
        assertThat(folder.box.drops("65.1.1.1")).isTrue();
        assertThat(folder.newest().notes().warnings())
                .anyMatch(
                        line -> line.endsWith("'sets/bad.netset' has very wide networks it hadn't before: 64.0.0.0/2"));
        write(PolicyFolder.networks(101) + "64.0.0.0/2\n");
        assertThat(folder.newest().notes().warnings()).noneMatch(line -> line.contains("hadn't before"));
        Files.writeString(folder.file, PolicyFolder.policy("office", ", guard: strict"));
        folder.look();
        write(PolicyFolder.networks(101) + "64.0.0.0/2\n2000::/3\n");
        assertThat(note().held()).isEqualTo("it has very wide networks it hadn't before: 2000::/3");
    }

    @Test
    void shouldSayWhatAListDid() throws IOException {
        write(PolicyFolder.networks(120));
        assertThat(folder.said).contains("set 'bad' (sets/bad.netset): 100 -> 120 entries");
        assertThat(note()).satisfies(set -> {
            assertThat(set.before()).isEqualTo(100);
            assertThat(set.entries()).isEqualTo(120);
            assertThat(set.modifiedEpochMs())
                    .isEqualTo(Files.getLastModifiedTime(folder.list).toMillis());
        });
        assertThat(folder.start().history().entries().get(0).notes().sets())
                .as("kept on disk")
                .containsExactly(note());
    }

    /** Last good contents are those of a policy that stayed. */
    @Test
    void shouldNotTakeListsOfAPolicyOnTrialForGood() throws IOException {
        Files.writeString(folder.list, PolicyFolder.networks(255));
        folder.push(PolicyFolder.policy("tried", ""), 60);
        assertThat(folder.listed()).isEqualTo(255);
        folder.service.rollback(java.util.OptionalLong.empty(), PushRequest.of(PolicyFolder.ROOT, Trigger.COMMAND));
        write(PolicyFolder.networks(60));
        assertThat(folder.listed()).as("of 100, not of 255").isEqualTo(60);
    }

    private void assertHeld(String why) {
        assertThat(folder.listed()).isEqualTo(100);
        assertThat(note()).isEqualTo(new SetNote("bad", "sets/bad.netset", 100, 100, note().modifiedEpochMs(), why));
        assertThat(folder.said).contains("set 'bad' (sets/bad.netset): 100 -> 100 entries, last good contents: " + why);
        assertThat(folder.newest().notes().warnings())
                .anyMatch(line ->
                        line.contains("'sets/bad.netset': " + why + "; the last good contents stay, 100 entries"));
        assertThat(folder.changes.get(folder.changes.size() - 1).sets()).isEqualTo(List.of(note()));
    }

    private SetNote note() {
        return folder.newest().notes().sets().get(0);
    }

    private void write(String text) throws IOException {
        write(folder.list, text);
    }

    private void write(Path list, String text) throws IOException {
        Files.writeString(list, text);
        folder.look();
    }
}
