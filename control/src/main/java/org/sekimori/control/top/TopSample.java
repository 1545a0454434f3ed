package org.sekimori.control.top;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.policy.Direction;

/**
 * What the box said and had counted at one moment.
 *
 * @param timeNs the moment, by {@link System#nanoTime}
 * @param ports WAN and LAN
 * @param directions frames by direction's word
 * @param causes what dropped or watched frames: rules by name, and reasons with {@code reason } before theirs
 */
record TopSample(
        long timeNs, BoxStatus status, List<Port> ports, Map<String, Frames> directions, Map<String, Frames> causes) {
    private static final List<PortCounter> LOST = List.of(
            PortCounter.RECEIVED_CUT,
            PortCounter.KERNEL_DROPPED,
            PortCounter.TRANSMIT_RING_FULL,
            PortCounter.TRANSMIT_TOO_LONG,
            PortCounter.TRANSMIT_LINK_DOWN,
            PortCounter.TRANSMIT_REFUSED,
            PortCounter.TRANSMIT_UNSENT);

    /** One port's counters; {@code lost} are frames lost in either direction. */
    record Port(String name, long framesIn, long bytesIn, long framesOut, long bytesOut, long lost) {}

    /** Frames by what became of them. */
    record Frames(long passed, long dropped, long monitored) {
        static final Frames NONE = new Frames(0, 0, 0);
    }

    /** The box now; empty where its file is spoiled. */
    static Optional<TopSample> take(BoxFileReader reader) {
        return BoxHealth.status(reader).map(status -> of(System.nanoTime(), status, reader.counters()));
    }

    private static TopSample of(long timeNs, BoxStatus status, BoxCounters counters) {
        Map<String, Frames> directions = new LinkedHashMap<>();
        for (Direction direction : Direction.values()) {
            int index = direction.ordinal();
            directions.put(
                    direction.word(),
                    new Frames(counters.direction(index, Kind.PASSED), counters.direction(index, Kind.DROPPED), 0));
        }
        return new TopSample(
                timeNs, status, List.of(port(counters.port(0)), port(counters.port(1))), directions, causes(counters));
    }

    private static Map<String, Frames> causes(BoxCounters counters) {
        Map<String, Frames> causes = new LinkedHashMap<>();
        List<String> rules = new ArrayList<>(counters.ruleNames());
        for (int rule = 0; rule < rules.size(); rule++) {
            Frames frames = new Frames(
                    counters.rule(rule, Kind.PASSED),
                    counters.rule(rule, Kind.DROPPED),
                    counters.rule(rule, Kind.MONITORED));
            causes.put(rules.get(rule), frames);
        }
        for (Reason reason : Reason.values()) {
            if (reason != Reason.NONE) {
                Frames frames = new Frames(
                        counters.reason(reason, Kind.PASSED),
                        counters.reason(reason, Kind.DROPPED),
                        counters.reason(reason, Kind.MONITORED));
                causes.put("reason " + reason.word(), frames);
            }
        }
        return causes;
    }

    private static Port port(PortCounters port) {
        return new Port(
                port.portName(),
                port.value(PortCounter.RECEIVED_FRAMES),
                port.value(PortCounter.RECEIVED_BYTES),
                port.value(PortCounter.TRANSMITTED_FRAMES),
                port.value(PortCounter.TRANSMITTED_BYTES),
                LOST.stream().mapToLong(port::value).sum());
    }
}
