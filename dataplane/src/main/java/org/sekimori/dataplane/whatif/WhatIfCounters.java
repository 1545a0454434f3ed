package org.sekimori.dataplane.whatif;

import static org.sekimori.dataplane.whatif.WhatIfDescriptor.*;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.agrona.concurrent.UnsafeBuffer;

/** What the workers have tallied of the comparison that was announced last, added up. For any thread. */
public final class WhatIfCounters {
    private static final int IPV4 = 4;
    private static final int IPV6 = 6;

    private final List<UnsafeBuffer> parts;
    private final IntFunction<String> ruleNames;

    /**
     * Over all workers' parts.
     *
     * @param ruleNames the name of a rule by its counter, empty for what is none
     */
    public WhatIfCounters(List<UnsafeBuffer> parts, IntFunction<String> ruleNames) {
        this.parts = List.copyOf(parts);
        this.ruleNames = ruleNames;
    }

    /** Whether a candidate is being compared now. */
    public boolean isRunning() {
        return parts.get(0).getIntVolatile(RUNNING) != 0;
    }

    /** Why it goes on no more. */
    public WhatIfEnd end() {
        return isRunning() ? WhatIfEnd.NONE : WhatIfEnd.of(parts.get(0).getIntVolatile(END));
    }

    /** How many per mille of its time the worker that it costs most spends on it; of about the last second. */
    public int sharePerMille() {
        return current().stream()
                .mapToInt(part -> part.getIntVolatile(SHARE))
                .max()
                .orElse(0);
    }

    /** Time that the worker needs which needs most for a frame; of about the last second. */
    public long frameNs() {
        return current().stream()
                .mapToLong(part -> part.getLongVolatile(FRAME_NS))
                .max()
                .orElse(0);
    }

    /** Number of the comparison, counted from the box's start; 0: there was none. */
    public long run() {
        return parts.get(0).getLongVolatile(ANNOUNCED_RUN);
    }

    /** Checksum of the candidate's image. */
    public int checksum() {
        return parts.get(0).getIntVolatile(ANNOUNCED_CHECKSUM);
    }

    /** Frames that both policies have judged. */
    public long comparedFrames() {
        return sum(COMPARED);
    }

    public long comparedBytes() {
        return sum(COMPARED + BYTES);
    }

    /** Frames that the candidate alone would drop. */
    public long additionalFrames() {
        return sum(ADDITIONAL);
    }

    public long additionalBytes() {
        return sum(ADDITIONAL + BYTES);
    }

    /** Frames that were dropped, and that the candidate would let pass. */
    public long stoppedFrames() {
        return sum(STOPPED);
    }

    public long stoppedBytes() {
        return sum(STOPPED + BYTES);
    }

    /** The part of {@link #additionalFrames} that belongs to hosts there was no room for in {@link #hosts}. */
    public long additionalFramesElsewhere() {
        return sum(ADDITIONAL_ELSEWHERE);
    }

    /** The part of {@link #stoppedFrames} that belongs to hosts there was no room for in {@link #hosts}. */
    public long stoppedFramesElsewhere() {
        return sum(STOPPED_ELSEWHERE);
    }

    /** The inside hosts most affected, the most affected first. */
    public List<HostChange> hosts() {
        List<HostChange> hosts = new ArrayList<>();
        for (UnsafeBuffer part : current()) {
            for (int i = 0; i < HOST_COUNT; i++) {
                read(part, host(i)).ifPresent(found -> merge(hosts, found));
            }
        }
        hosts.sort(Comparator.comparingLong(HostChange::frames).reversed());
        return hosts;
    }

    private static void merge(List<HostChange> hosts, HostChange found) {
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).isOfSameHost(found)) {
                hosts.set(i, hosts.get(i).plus(found));
                return;
            }
        }
        hosts.add(found);
    }

    /** Nothing where the entry is free, or is given to another host just now. */
    private Optional<HostChange> read(UnsafeBuffer part, int at) {
        int ipVersion = part.getIntVolatile(at + IP_VERSION);
        if (ipVersion != IPV4 && ipVersion != IPV6) {
            return Optional.empty();
        }
        HostChange host = new HostChange(
                ipVersion,
                part.getLongVolatile(at + HIGH),
                part.getLongVolatile(at + LOW),
                part.getLongVolatile(at + HOST_ADDITIONAL),
                part.getLongVolatile(at + HOST_ADDITIONAL + BYTES),
                part.getLongVolatile(at + HOST_STOPPED),
                part.getLongVolatile(at + HOST_STOPPED + BYTES),
                rule(part.getIntVolatile(at + CANDIDATE_RULE)),
                rule(part.getIntVolatile(at + ACTIVE_RULE)));
        boolean same = part.getIntVolatile(at + IP_VERSION) == ipVersion
                && part.getLongVolatile(at + HIGH) == host.addressHigh()
                && part.getLongVolatile(at + LOW) == host.addressLow();
        return same ? Optional.of(host) : Optional.empty();
    }

    private String rule(int counter) {
        return counter < 0 ? "" : ruleNames.apply(counter);
    }

    private long sum(int at) {
        long sum = 0;
        for (UnsafeBuffer part : current()) {
            sum += part.getLongVolatile(at);
        }
        return sum;
    }

    /** The parts of those workers that have begun with the comparison announced. */
    private List<UnsafeBuffer> current() {
        long run = run();
        return run == 0
                ? List.of()
                : parts.stream()
                        .filter(part -> part.getLongVolatile(RUN) == run)
                        .toList();
    }
}
