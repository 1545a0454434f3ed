package org.sekimori.dataplane.offload;

import java.util.List;
import org.agrona.concurrent.EpochNanoClock;
import org.sekimori.dataplane.agent.OriginTally;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.event.DropSampler;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.policy.Direction;

/**
 * Where an offload counts, and tells of what the kernel drops; nobody else writes there.
 *
 * @param counters its counters
 * @param ports its counters of the WAN port and the LAN port
 * @param box all counters of the box, which know rules by their names
 * @param drops its teller
 * @param origins where it tells where packets come from
 * @param clock tells the time of day
 * @param samplesPerRound most frames of a rule that a processor tells of in a round of {@link OffloadAgent#INTERVAL_MS}
 */
public record OffloadTally(
        VerdictCounters counters,
        List<PortCounters> ports,
        BoxCounters box,
        DropSampler drops,
        OriginTally origins,
        EpochNanoClock clock,
        int samplesPerRound) {
    /** More than are told by default, so that sources that aren't loud have a chance. */
    private static final int MIN_SAMPLES_PER_ROUND = 64;

    private static final double ROUNDS_PER_SECOND = 1_000.0 / OffloadAgent.INTERVAL_MS;

    /** Where programs count whose frames go that way. */
    LineTally line(Direction direction) {
        int ingress = direction.ordinal();
        return new LineTally(counters, ports.get(ingress), ports.get(1 - ingress));
    }

    /** Counters for rules of policies that aren't in force. */
    RuleNaming ruleNames() {
        return new RuleNaming(box);
    }

    /** How many samples those options can make use of in a round. */
    public static int samplesPerRound(EventOptions options) {
        int steady = (int) Math.ceil(options.perRulePerSecond() / ROUNDS_PER_SECOND);
        return Math.max(MIN_SAMPLES_PER_ROUND, Math.max(options.ruleBurst(), steady));
    }
}
