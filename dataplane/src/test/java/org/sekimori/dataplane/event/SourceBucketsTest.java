package org.sekimori.dataplane.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.MatchFields;

class SourceBucketsTest {
    private static final EventRate RATE = EventRate.of(1, 1);
    private static final int SOURCES = 40;

    private final MatchFields packet = new MatchFields();

    /** In which set a source has its place. */
    private int set(SourceBuckets buckets, int source) {
        packet.clear();
        packet.ipv4(203 << 24 | source, 1);
        return buckets.entry(packet) / SourceBuckets.SET_WORDS;
    }

    /** Who could choose forty sources of one set could drive out every other source of it. */
    @Test
    void shouldNotLetSourcesBeChosenThatMeetOneSet() {
        SourceBuckets one = new SourceBuckets(RATE, 1);
        SourceBuckets other = new SourceBuckets(RATE, 2);
        int wanted = set(one, 0);
        List<Integer> chosen = new ArrayList<>();
        for (int source = 0; chosen.size() < SOURCES; source++) {
            if (set(one, source) == wanted) {
                chosen.add(source);
            }
        }
        assertThat(chosen.stream().map(source -> set(other, source)).distinct()).hasSizeGreaterThan(SOURCES / 2);
    }
}
