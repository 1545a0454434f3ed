package org.sekimori.dataplane.boxfile;

import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.boxfile.BoxFileDescriptor.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.counters.MemoryTallies;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.counters.RuleNames;
import org.sekimori.dataplane.counters.TransitHistogram;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.whatif.WhatIfTally;

/** The layout is pinned: whoever changes it changes the version, or the fingerprint, as well. */
class BoxFileDescriptorTest {
    private static final BoxFileShape TWO_WORKERS = new BoxFileShape(2, 1 << 15);

    @Test
    void shouldKeepTheHeadersLayout() {
        assertThat(List.of(
                        MAGIC_OFFSET,
                        VERSION_OFFSET,
                        FINGERPRINT_OFFSET,
                        LENGTH_OFFSET,
                        WORKERS_OFFSET,
                        RING_BYTES_OFFSET,
                        PID_OFFSET,
                        INSTANCE_OFFSET,
                        STARTED_OFFSET,
                        WAN_NAME_OFFSET,
                        LAN_NAME_OFFSET,
                        STATE_OFFSET,
                        GC_COUNT_OFFSET,
                        GC_MILLIS_OFFSET,
                        HEARTBEAT_OFFSET,
                        NOTICE_NUMBER_OFFSET,
                        NOTICE_SLOTS_OFFSET))
                .containsExactly(0, 8, 12, 16, 24, 28, 32, 40, 48, 56, 120, 192, 200, 208, 256, 384, 512);
        assertThat(VERSION).isEqualTo(5);
        assertThat(HEADER_LENGTH).isEqualTo(8192);
    }

    @Test
    void shouldHaveRoomForBothNotices() {
        assertThat(NOTICES.offset(0)).isEqualTo(512);
        assertThat(NOTICES.offset(1)).isEqualTo(4352);
        assertThat(NOTICES.offset(2)).isEqualTo(512);
        assertThat(NOTICES.offset(-1)).isEqualTo(4352);
        assertThat(NOTICES.offset(1) + NOTICE_SLOT_LENGTH).isEqualTo(HEADER_LENGTH);
        assertThat(NOTICE + NOTICE_LENGTH).isEqualTo(OFFLOAD);
        assertThat(OFFLOAD + OFFLOAD_LENGTH).isEqualTo(GUARD_SINCE);
        assertThat(GUARD_MODE + GUARD_MODE_LENGTH).isEqualTo(GUARD_FAIL);
        assertThat(GUARD_FAIL + GUARD_FAIL_LENGTH).isEqualTo(GUARD_HOOK);
        assertThat(GUARD_HOOK + GUARD_HOOK_LENGTH).isEqualTo(GUARD_POLICY);
        assertThat(GUARD_POLICY + GUARD_POLICY_LENGTH).isLessThanOrEqualTo(NOTICE_SLOT_LENGTH);
        assertThat(POLICY_NAME + POLICY_NAME_LENGTH).isEqualTo(ORIGIN);
        assertThat(ORIGIN + ORIGIN_LENGTH).isEqualTo(REMARK);
        assertThat(REMARK + REMARK_LENGTH).isEqualTo(NOTICE);
    }

    /** A reader that took a part for a worker's that is all workers' would read from elsewhere. */
    @Test
    void shouldCoverLengthAndNumberOfEachPartByTheFingerprint() {
        assertThat(layout().lines())
                .endsWith(
                        "HEADER 8192 1",
                        "LINE 4096 1",
                        "PORTS " + PortCounters.LENGTH + " 2",
                        "MEMORIES " + MemoryTallies.LENGTH + " 2",
                        "TRANSIT " + TransitHistogram.LENGTH + " 2",
                        "EVENTS " + (BoxFileShape.DEFAULT_EVENT_RING_BYTES + TRAILER_LENGTH) + " 2",
                        "WHAT_IF " + WhatIfTally.LENGTH + " 2",
                        "NAMES " + RuleNames.LENGTH + " 1",
                        "VERDICTS " + VerdictCounters.LENGTH + " 2");
        CRC32C sum = new CRC32C();
        sum.update(layout().getBytes(StandardCharsets.UTF_8));
        assertThat(fingerprint()).isEqualTo((int) sum.getValue());
    }

    @Test
    void shouldLaySectionsOneBehindTheOther() {
        List<Long> ends = new ArrayList<>(List.of(0L));
        for (BoxFileSection section : BoxFileSection.values()) {
            for (int worker = 0; worker < section.count(TWO_WORKERS); worker++) {
                long offset = section.offset(TWO_WORKERS, worker);
                assertThat(offset).as("%s of %d", section, worker).isEqualTo(ends.get(ends.size() - 1));
                assertThat(offset % PAGE).isZero();
                ends.add(offset + section.stride(TWO_WORKERS));
            }
        }
        assertThat(BoxFileSection.fileLength(TWO_WORKERS)).isEqualTo(ends.get(ends.size() - 1));
    }

    @Test
    void shouldPutWhatIsSparseBehindWhatIsNot() {
        long dense = BoxFileSection.denseLength(TWO_WORKERS);

        assertThat(BoxFileSection.values())
                .allMatch(section -> section.isSparse() == (section.offset(TWO_WORKERS, 0) >= dense));
        assertThat(dense).isLessThan(256 * 1024);
    }

    @Test
    void shouldFitTheLargestShapeIntoMappings() {
        BoxFileShape largest = new BoxFileShape(BoxFileShape.MAX_WORKERS, BoxFileShape.MAX_RING_BYTES);

        assertThat(Arrays.stream(BoxFileSection.values()).mapToInt(section -> section.length(largest)))
                .allMatch(length -> length > 0);
        assertThat(BoxFileSection.fileLength(largest)).isPositive();
    }
}
