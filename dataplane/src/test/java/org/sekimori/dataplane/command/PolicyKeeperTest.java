package org.sekimori.dataplane.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.dataplane.counters.BoxCounters;

class PolicyKeeperTest {
    private static final int MAX_BYTES = 1 << 20;

    @TempDir
    Path folder;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final List<PolicyNotice> notices = new CopyOnWriteArrayList<>();
    private PolicySource policies;
    private PolicyKeeper keeper;
    private Path file;

    @BeforeEach
    void start() {
        clock.update(1);
        file = folder.resolve("box").resolve("last-good.image");
        startAgain();
    }

    /** As the next box would. */
    private void startAgain() {
        LastGood lastGood = new LastGood(file, MAX_BYTES);
        StartPolicy start = StartPolicy.of(lastGood);
        policies = new PolicySource(start.table(), new BoxCounters("wan", "lan", 1));
        keeper = new PolicyKeeper(policies, start, Optional.of(lastGood), notices::add, clock);
    }

    private void passSeconds(int seconds) {
        clock.advance(TimeUnit.SECONDS.toNanos(seconds));
        keeper.poll();
    }

    private String inForce() {
        return policies.current().table().policyName();
    }

    private PolicyNotice notice() {
        return notices.get(notices.size() - 1);
    }

    @Test
    void shouldBeginWithTheShippedPolicy() {
        assertThat(inForce()).isEqualTo("shipped");
        assertThat(notice().origin()).isEqualTo("shipped");
        assertThat(notice().kept()).isFalse();
        assertThat(notice().remark()).isEmpty();
    }

    @Test
    void shouldKeepWhatNeedsNoConfirmation() {
        PolicyReply reply = keeper.push(Images.open("one"), 0);
        assertThat(reply.epoch()).isEqualTo(2);
        assertThat(reply.kept()).isTrue();
        assertThat(notice().origin()).isEqualTo("pushed");
        startAgain();
        assertThat(inForce()).isEqualTo("one");
        assertThat(notice().origin()).isEqualTo("last-good");
        assertThat(notice().kept()).isTrue();
        assertThat(notice().checksum()).isEqualTo(reply.checksum());
    }

    @Test
    void shouldKeepNothingBeforeItIsConfirmed() {
        PolicyReply pushed = keeper.push(Images.open("one"), 30);
        assertThat(pushed.kept()).isFalse();
        assertThat(file).doesNotExist();
        assertThat(notice().confirmDeadlineNs()).isEqualTo(1 + TimeUnit.SECONDS.toNanos(30));
        assertThat(keeper.confirm().kept()).isTrue();
        assertThat(notice().confirmDeadlineNs()).isZero();
        passSeconds(60);
        assertThat(inForce()).isEqualTo("one");
        startAgain();
        assertThat(inForce()).isEqualTo("one");
    }

    @Test
    void shouldTakeBackWhatWasNotConfirmed() {
        keeper.push(Images.open("one"), 0);
        keeper.push(Images.open("two"), 30);
        passSeconds(29);
        assertThat(inForce()).isEqualTo("two");
        passSeconds(1);
        assertThat(inForce()).isEqualTo("one");
        assertThat(policies.current().epoch()).isEqualTo(4);
        assertThat(notice().origin()).isEqualTo("restored");
        assertThat(notice().remark()).isEqualTo("not confirmed in time: 'two'");
        assertThat(notice().kept()).isTrue();
        assertThatThrownBy(keeper::confirm).isInstanceOf(BoxRefusalException.class);
    }

    @Test
    void shouldReturnToTheLastConfirmedPolicyAfterSeveralOnTrial() {
        keeper.push(Images.open("one"), 0);
        keeper.push(Images.open("two"), 30);
        keeper.push(Images.open("three"), 60);
        passSeconds(59);
        assertThat(inForce()).isEqualTo("three");
        passSeconds(1);
        assertThat(inForce()).isEqualTo("one");
    }

    @Test
    void shouldEndTheTrialWithAPushThatNeedsNoConfirmation() {
        keeper.push(Images.open("one"), 30);
        keeper.push(Images.open("two"), 0);
        passSeconds(60);
        assertThat(inForce()).isEqualTo("two");
    }

    @Test
    void shouldTakeBackOnRequest() {
        keeper.push(Images.open("one"), 30);
        assertThat(keeper.revert().epoch()).isEqualTo(3);
        assertThat(inForce()).isEqualTo("shipped");
        assertThat(notice().kept()).isFalse();
        assertThatThrownBy(keeper::revert)
                .isInstanceOf(BoxRefusalException.class)
                .hasMessageContaining("nothing to be taken back");
    }

    @Test
    void shouldRefuseABrokenImageAndChangeNothing() {
        byte[] image = Images.open("one");
        image[image.length - 1] ^= 1;
        assertThatThrownBy(() -> keeper.push(image, 0))
                .isInstanceOf(BoxRefusalException.class)
                .hasMessageContaining("checksum");
        assertThat(policies.current().epoch()).isEqualTo(1);
        assertThat(notices).hasSize(1);
    }

    @Test
    void shouldRefuseTimesOutOfBounds() {
        assertThatThrownBy(() -> keeper.push(Images.open("one"), -1)).isInstanceOf(BoxRefusalException.class);
        assertThatThrownBy(() -> keeper.push(Images.open("one"), 86_401)).isInstanceOf(BoxRefusalException.class);
        assertThat(policies.current().epoch()).isEqualTo(1);
    }

    @Test
    void shouldKeepLaterWhatCouldNotBeKept() throws IOException, InterruptedException {
        Files.writeString(file.getParent(), "a file in the folder's place");
        PolicyKeeper patient = new PolicyKeeper(
                policies,
                StartPolicy.of(new LastGood(file, MAX_BYTES)),
                Optional.of(new LastGood(file, MAX_BYTES)),
                notices::add,
                clock,
                10);
        assertThat(patient.push(Images.open("one"), 0).kept()).isFalse();
        TimeUnit.MILLISECONDS.sleep(50);
        assertThat(notice().kept()).isFalse();
        assertThat(notice().remark()).startsWith("in force, but not kept for the next start: ");
        Files.delete(file.getParent());
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!notice().kept() && System.nanoTime() - endNs < 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(notice().kept()).isTrue();
        assertThat(notice().remark()).isEmpty();
        startAgain();
        assertThat(inForce()).isEqualTo("one");
    }

    @Test
    void shouldFilterOnWhereThePolicyCannotBeKept() throws IOException {
        Files.writeString(file.getParent(), "a file in the folder's place");
        PolicyReply reply = keeper.push(Images.open("one"), 0);
        assertThat(inForce()).isEqualTo("one");
        assertThat(reply.kept()).isFalse();
        assertThat(reply.remark()).startsWith("in force, but not kept for the next start: " + file);
        assertThat(notice().remark()).isEqualTo(reply.remark());
    }

    @Test
    void shouldBeginWithTheShippedPolicyWhereTheKeptOneIsBroken() throws IOException {
        keeper.push(Images.open("one"), 0);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        startAgain();
        assertThat(inForce()).isEqualTo("shipped");
        assertThat(notice().origin()).isEqualTo("shipped");
        assertThat(notice().remark()).startsWith(file + ": not used, ").doesNotContain("\n");
    }

    @Test
    void shouldNotReadMoreThanItsBound() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[MAX_BYTES + 1]);
        startAgain();
        assertThat(notice().remark()).contains("has more than the " + MAX_BYTES + " bytes");
    }

    @Test
    void shouldNotMindWhatAnInterruptedWriteLeft() throws IOException {
        Files.createDirectories(file.getParent());
        Path stale = file.resolveSibling("last-good.image.new");
        Files.write(stale, new byte[MAX_BYTES]);
        startAgain();
        assertThat(inForce()).isEqualTo("shipped");
        assertThat(keeper.push(Images.open("one"), 0).kept()).isTrue();
        assertThat(stale).doesNotExist();
        startAgain();
        assertThat(inForce()).isEqualTo("one");
    }

    @Test
    void shouldKeepNothingWhereThereIsNoPlaceForIt() {
        PolicyKeeper without = new PolicyKeeper(
                policies, StartPolicy.chosen(policies.current().table()), Optional.empty(), PolicyListener.NONE, clock);
        PolicyReply reply = without.push(Images.open("one"), 0);
        assertThat(reply.kept()).isFalse();
        assertThat(reply.remark()).isEmpty();
        assertThat(inForce()).isEqualTo("one");
    }
}
