package org.sekimori.dataplane.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;

/** The box's word on who decides, over memory that no program shares: what a program would write, the test writes. */
class BoxAttendanceTest {
    private static final long MS = 1_000_000;

    private final GuardState state = new GuardState(new UnsafeBuffer(new byte[GuardDescriptor.LENGTH]));
    private final BoxAttendance box = new BoxAttendance(state);
    private final long startNs = System.nanoTime();

    @BeforeEach
    void stamp() {
        state.stamp(startNs);
    }

    /** In so many nanoseconds from the start on. */
    private boolean sendsAfter(long ns) {
        return box.begin(startNs + ns);
    }

    /** The box is there and sends; the time is {@link BoxAttendance#SETTLE_NS}. */
    private void come(int mode) {
        box.want(mode);
        sendsAfter(0);
        assertThat(sendsAfter(BoxAttendance.SETTLE_NS)).isTrue();
    }

    @Test
    void shouldStayAwayUntilItIsWanted() {
        assertThat(sendsAfter(MS)).isFalse();
        assertThat(state.mode()).isEqualTo(GuardDescriptor.ALONE);
        assertThat(box.isFollowedTo()).isFalse();
    }

    /** In the mode that leaves frames to its sockets, what they have already was decided by the programs. */
    @ParameterizedTest
    @ValueSource(ints = {GuardDescriptor.KERNEL_FIRST, GuardDescriptor.BOX_FIRST, GuardDescriptor.TAP})
    void shouldThrowAwayWhatCameBeforeItDid(int mode) {
        box.want(mode);
        assertThat(sendsAfter(0)).isFalse();
        assertThat(state.mode()).isEqualTo(mode);
        assertThat(state.beatNs()).as("there from that moment on").isEqualTo(startNs);
        assertThat(state.sinceNs()).isEqualTo(startNs);
        assertThat(sendsAfter(BoxAttendance.SETTLE_NS - 1)).isFalse();
        assertThat(sendsAfter(BoxAttendance.SETTLE_NS)).isTrue();
        assertThat(box.isFollowedTo()).isTrue();
    }

    @Test
    void shouldThrowAwayWhatItHoldsOnceAProgramFoundItGone() {
        come(GuardDescriptor.KERNEL_FIRST);
        state.mode(GuardDescriptor.ALONE, startNs + 5 * MS);
        assertThat(sendsAfter(6 * MS)).isFalse();
        assertThat(state.trips()).isOne();
        assertThat(box.isFollowedTo()).isFalse();
        assertThat(sendsAfter(7 * MS)).isFalse();
        assertThat(state.trips()).as("one trip is one").isOne();
        assertThat(state.mode()).isEqualTo(GuardDescriptor.ALONE);
    }

    @Test
    void shouldComeBackAfterAWhile() {
        come(GuardDescriptor.KERNEL_FIRST);
        long foundNs = 6 * MS;
        state.mode(GuardDescriptor.ALONE, startNs + 5 * MS);
        sendsAfter(foundNs);
        assertThat(sendsAfter(foundNs + BoxAttendance.DWELL_NS - 1)).isFalse();
        assertThat(state.mode()).isEqualTo(GuardDescriptor.ALONE);
        assertThat(sendsAfter(foundNs + BoxAttendance.DWELL_NS)).isFalse();
        assertThat(state.mode()).isEqualTo(GuardDescriptor.KERNEL_FIRST);
        assertThat(state.beatNs()).isEqualTo(startNs + foundNs + BoxAttendance.DWELL_NS);
        assertThat(sendsAfter(foundNs + BoxAttendance.DWELL_NS + BoxAttendance.SETTLE_NS))
                .isTrue();
        assertThat(state.trips()).isOne();
    }

    @Test
    void shouldChangeItsModeWhileItIsThere() {
        come(GuardDescriptor.KERNEL_FIRST);
        box.want(GuardDescriptor.BOX_FIRST);
        assertThat(sendsAfter(5 * MS)).isTrue();
        assertThat(state.mode()).isEqualTo(GuardDescriptor.BOX_FIRST);
        assertThat(state.sinceNs()).isEqualTo(startNs + 5 * MS);
    }

    /** A program may find the box gone between the box's look and its word. */
    @Test
    void shouldNotTakeBackWhatAProgramTook() {
        come(GuardDescriptor.KERNEL_FIRST);
        state.mode(GuardDescriptor.ALONE, startNs + 4 * MS);
        state.change(GuardDescriptor.KERNEL_FIRST, GuardDescriptor.BOX_FIRST, startNs + 5 * MS);
        assertThat(state.mode()).isEqualTo(GuardDescriptor.ALONE);
        assertThat(state.sinceNs()).isEqualTo(startNs + 4 * MS);
    }

    @Test
    void shouldSendWhatItHoldsWhenItLeaves() {
        come(GuardDescriptor.KERNEL_FIRST);
        assertThat(box.hasLeft()).isFalse();
        box.leave();
        assertThat(sendsAfter(5 * MS)).isTrue();
        assertThat(box.hasLeft()).isTrue();
        assertThat(state.mode()).isEqualTo(GuardDescriptor.ALONE);
        assertThat(sendsAfter(6 * MS)).as("and does not come back").isTrue();
        assertThat(state.mode()).isEqualTo(GuardDescriptor.ALONE);
        assertThat(state.trips()).isZero();
        assertThat(box.isFollowedTo()).isTrue();
    }

    @Test
    void shouldSayWhenItMadeARound() {
        box.beat(42);
        assertThat(state.beatNs()).isEqualTo(42);
    }

    @Test
    void shouldKnowAStateOfAnotherLayout() {
        UnsafeBuffer values = new UnsafeBuffer(new byte[GuardDescriptor.LENGTH]);
        values.putInt(GuardDescriptor.VERSION_OFFSET, GuardDescriptor.LAYOUT_VERSION + 1);
        values.putInt(GuardDescriptor.MODE_OFFSET, GuardDescriptor.TAP);
        GuardState other = new GuardState(values);
        other.stamp(7);
        assertThat(other.version()).isEqualTo(GuardDescriptor.LAYOUT_VERSION);
        assertThat(other.mode()).isEqualTo(GuardDescriptor.ALONE);
        other.mode(GuardDescriptor.KERNEL_FIRST, 8);
        other.stamp(9);
        assertThat(other.mode()).as("what is stamped stays").isEqualTo(GuardDescriptor.KERNEL_FIRST);
    }
}
