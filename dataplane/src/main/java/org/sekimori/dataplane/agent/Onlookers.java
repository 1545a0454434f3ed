package org.sekimori.dataplane.agent;

/**
 * Those who are told by egress.
 *
 * @param listener of every frame
 * @param timer of those that leave
 */
record Onlookers(VerdictListener listener, TransitTimer timer) {}
