package org.sekimori.dataplane.agent;

import org.agrona.concurrent.EpochNanoClock;
import org.sekimori.dataplane.counters.TransitHistogram;

/**
 * Where the time that frames take is written.
 *
 * @param histogram what egress writes
 * @param clock goes by the time of the ports' stamps, the machine's time of day; read once a duty cycle
 */
public record Transit(TransitHistogram histogram, EpochNanoClock clock) {}
