package org.sekimori.dataplane.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.frame.FrameDecoder;
import org.sekimori.policy.MatchFields;

class SourceBucketsTest {
    private static final EventRate RATE = EventRate.of(1, 1);
    private static final int SOURCES = 40;

    private static MatchFields from(int source) {
        FrameBuilder frame = FrameBuilder.frame()
                .ipv4("203." + (source >> 16 & 0xFF) + '.' + (source >> 8 & 0xFF) + '.' + (source & 0xFF), "192.0.2.9")
                .udp(1, 2);
        MatchFields packet = new MatchFields();
        new FrameDecoder().decode(frame.buffer(), frame.buffer().capacity(), packet);
        return packet;
    }

    private static int set(long seed, int source) {
        return new SourceBuckets(RATE, seed).entry(from(source));
    }

    /** Who could choose forty sources of one set could drive out every other source of it. */
    @Test
    void shouldNotLetSourcesBeChosenThatMeetOneSet() {
        List<Integer> chosen = new ArrayList<>();
        for (int source = 0; chosen.size() < SOURCES; source++) {
            if (set(1, source) == set(1, 0)) {
                chosen.add(source);
            }
        }
        assertThat(chosen.stream().map(source -> set(2, source)).distinct()).hasSizeGreaterThan(SOURCES / 2);
    }
}
