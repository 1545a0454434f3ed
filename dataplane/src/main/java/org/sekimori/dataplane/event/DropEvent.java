package org.sekimori.dataplane.event;

import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.Direction;

/**
 * One frame that was dropped, or would have been, or that a rule matched which only watches, and how many like it were kept
 * silent about. Addresses, protocol and ports are those of the packet that decided, which may lie in a tunnel.
 *
 * @param worker which worker judged the frame
 * @param sequence counts that worker's events; a gap is events that were not read in time
 * @param timeEpochNs when the frame was received, ns since 1970; 0 where the port doesn't stamp frames
 * @param verdict {@code drop}; {@code monitored} where the whole policy only watches; {@code match} by a rule that does
 * @param rule the rule that decided, empty if none did
 * @param reason why, where no rule's match of the packet's headers was it
 * @param epoch number of the policy that judged
 * @param ipVersion 4, 6, or 0 where the packet could not be read so far
 * @param ipProtocol IANA's number, -1 where it could not be read
 * @param sourcePort 0 where there are no ports
 * @param destinationPort 0 where there are no ports
 * @param wireLength bytes of the frame
 * @param suppressedOfRule events of this rule (or reason) kept silent since the last one told
 * @param suppressedOfSource events of this source kept silent since the last one told, as far as it was remembered
 * @param captured the frame's first bytes while a capture was asked for; else none. The array is this event's own
 */
public record DropEvent(
        int worker,
        long sequence,
        long timeEpochNs,
        Direction direction,
        String verdict,
        String rule,
        Reason reason,
        long epoch,
        int ipVersion,
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow,
        int ipProtocol,
        int sourcePort,
        int destinationPort,
        int wireLength,
        long suppressedOfRule,
        long suppressedOfSource,
        byte[] captured) {
    /** The verdict on a frame that was dropped. */
    public static final String DROP = "drop";
    /** The verdict on a frame that would have been. */
    public static final String MONITORED = "monitored";
    /** The verdict on a frame that a rule matches which only watches; what becomes of it, other rules say. */
    public static final String MATCH = "match";
}
