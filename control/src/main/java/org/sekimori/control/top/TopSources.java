package org.sekimori.control.top;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.events.DropEventText;
import org.sekimori.dataplane.event.DropEvent;

/**
 * Sources of dropped frames, by the events of about the last minute: frames an event speaks for are those it tells of and
 * those the limit of the source held back before it. Fades: all counts are halved twice a minute.
 */
final class TopSources {
    private static final int MAX_SOURCES = 4096;
    private static final long HALF_LIFE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final double FORGOTTEN = 0.5;

    private final Map<String, Source> sources = new HashMap<>();
    private long fadedNs;

    TopSources(long nowNs) {
        fadedNs = nowNs;
    }

    /** A source and what it did last. */
    static final class Source {
        private final String address;
        private double frames;
        private String rule = "";

        private Source(String address) {
            this.address = address;
        }

        String address() {
            return address;
        }

        /** Frames, the older the less they count. */
        long frames() {
            return Math.round(frames);
        }

        /** What last dropped a frame of it: a rule, or a reason. */
        String rule() {
            return rule;
        }
    }

    void add(DropEvent event) {
        String address = DropEventText.source(event);
        if (address.isEmpty() || sources.size() >= MAX_SOURCES && !sources.containsKey(address)) {
            return;
        }
        Source source = sources.computeIfAbsent(address, Source::new);
        source.frames += 1 + event.suppressedOfSource();
        source.rule = event.rule().isEmpty() ? event.reason().word() : event.rule();
    }

    void fade(long nowNs) {
        while (nowNs - fadedNs >= HALF_LIFE_NS) {
            fadedNs += HALF_LIFE_NS;
            sources.values().forEach(source -> source.frames /= 2);
            sources.values().removeIf(source -> source.frames < FORGOTTEN);
        }
    }

    /** The busiest, so many at most. */
    List<Source> top(int count) {
        return sources.values().stream()
                .sorted(Comparator.comparingDouble((Source source) -> -source.frames)
                        .thenComparing(Source::address))
                .limit(count)
                .toList();
    }
}
