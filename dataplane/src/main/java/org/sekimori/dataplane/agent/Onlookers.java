package org.sekimori.dataplane.agent;

/**
 * Those who are told by egress.
 *
 * @param listener of every frame
 * @param timer of those that leave
 * @param faults of frames that can't be sent
 */
record Onlookers(VerdictListener listener, TransitTimer timer, FaultListener faults) {}
