package org.sekimori.dataplane.offload;

import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.policy.Direction;

/**
 * Where one port's programs count: verdicts, and what came in and went out of the ports without the box. Nobody else writes
 * there.
 *
 * @param verdicts counts by rule, reason and direction
 * @param ingress of the port that frames come in by
 * @param egress of the port that they leave by
 */
record LineTally(VerdictCounters verdicts, PortCounters ingress, PortCounters egress) {
    /** So many frames were passed or dropped. */
    void addFrames(Direction direction, Kind kind, long frames, long bytes) {
        verdicts.addDirection(direction.ordinal(), kind, frames, bytes);
        ingress.add(PortCounter.RECEIVED_FRAMES, frames);
        ingress.add(PortCounter.RECEIVED_BYTES, bytes);
        ingress.add(PortCounter.RECEIVED_DECIDED, frames);
        if (kind == Kind.PASSED) {
            egress.add(PortCounter.TRANSMITTED_FRAMES, frames);
            egress.add(PortCounter.TRANSMITTED_BYTES, bytes);
        }
    }
}
