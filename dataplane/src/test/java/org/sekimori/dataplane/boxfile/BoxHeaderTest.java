package org.sekimori.dataplane.boxfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.line.LineStatus;

class BoxHeaderTest {
    private static final int READINGS = 30_000;

    private final UnsafeBuffer header = new UnsafeBuffer(new byte[BoxFileDescriptor.HEADER_LENGTH]);
    private final BoxHeaderWriter writer = new BoxHeaderWriter(header);
    private final BoxHeaderReader reader = new BoxHeaderReader(header);

    @Test
    void shouldReadOneWholeNoticeWhileAnotherIsWritten() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread changes = new Thread(() -> {
            for (int epoch = 1; !done.get(); epoch++) {
                writer.policy(notice(epoch));
            }
        });
        changes.start();
        try {
            long last = 0;
            for (int i = 0; i < READINGS; i++) {
                PolicyNotice seen = reader.status(0, LineStatus.UNKNOWN).policy();
                if (seen.epoch() > 0) {
                    assertThat(seen).isEqualTo(notice((int) seen.epoch()));
                }
                assertThat(seen.epoch()).isGreaterThanOrEqualTo(last);
                last = seen.epoch();
            }
            assertThat(last).isPositive();
        } finally {
            done.set(true);
            changes.join();
        }
    }

    @Test
    void shouldKeepTheNoticeBeforeWhenAWriterDiesInTheMiddle() {
        writer.policy(notice(1));
        writer.policy(notice(2));
        long number = header.getLong(BoxFileDescriptor.NOTICE_NUMBER_OFFSET);

        header.setMemory(
                BoxFileDescriptor.NOTICES.offset(number + 1), BoxFileDescriptor.NOTICE_SLOT_LENGTH, (byte) 0xEE);

        assertThat(reader.status(0, LineStatus.UNKNOWN).policy()).isEqualTo(notice(2));
    }

    @Test
    void shouldKeepPolicyAndNoticeApart() {
        writer.notice("the kernel has no tcx");
        writer.policy(notice(5));
        writer.offload(new OffloadNotice("drop by native XDP (not this policy: too large)", true));
        writer.notice("");

        assertThat(reader.status(0, LineStatus.UNKNOWN).policy()).isEqualTo(notice(5));
        assertThat(reader.status(0, LineStatus.UNKNOWN).offload())
                .isEqualTo(new OffloadNotice("drop by native XDP (not this policy: too large)", true));
        assertThat(reader.status(0, LineStatus.UNKNOWN).notice()).isEmpty();
    }

    @Test
    void shouldKeepTheGuardBesideThePolicy() {
        GuardNotice guard = new GuardNotice(
                "kernel-first",
                1_700_000_000_000L,
                3,
                1_699_999_999_000L,
                50,
                "closed",
                "tcx",
                true,
                true,
                "office",
                7);
        writer.guard(guard);
        writer.policy(notice(6));
        assertThat(reader.status(0, LineStatus.UNKNOWN).guard()).isEqualTo(guard);
        assertThat(reader.status(0, LineStatus.UNKNOWN).policy()).isEqualTo(notice(6));

        writer.guard(GuardNotice.NONE);

        assertThat(reader.status(0, LineStatus.UNKNOWN).guard()).isEqualTo(GuardNotice.NONE);
        assertThat(reader.status(0, LineStatus.UNKNOWN).policy()).isEqualTo(notice(6));
    }

    @Test
    void shouldShowNoControlCharacters() {
        writer.notice("\u001b[2Jgone\nsecond line");

        assertThat(reader.status(0, LineStatus.UNKNOWN).notice()).isEqualTo("?[2Jgone?second line");
    }

    @Test
    void shouldTellTheAgeOfTheHeartbeat() {
        writer.heartbeat(1_000);

        assertThat(reader.status(4_000, LineStatus.UNKNOWN).heartbeatAgeNs()).isEqualTo(3_000);
        assertThat(reader.status(500, LineStatus.UNKNOWN).heartbeatAgeNs()).isZero();
    }

    private static PolicyNotice notice(int epoch) {
        String text = Integer.toString(epoch);
        return new PolicyNotice(
                epoch,
                epoch,
                "p" + text,
                epoch,
                (epoch & 1) == 0,
                "pushed",
                epoch,
                epoch,
                (epoch & 2) == 0,
                text.repeat(20));
    }
}
