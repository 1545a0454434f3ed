package org.sekimori.dataplane.pcap;

import org.sekimori.dataplane.frame.LinkTypes;

/**
 * One frame of a capture file.
 *
 * @param bytes what was captured: the frame, or its head where the snap length cut it
 * @param wireLength bytes the frame had on the wire, never less than were captured
 * @param timestampNs nanoseconds since 1970, as the file says: capture clocks may jump, or be wrong
 * @param number place in its file, counted from 1
 * @param linkType what the bytes begin with: one of {@link LinkTypes}
 */
public record CaptureFrame(byte[] bytes, int wireLength, long timestampNs, long number, int linkType) {
    /** An Ethernet frame. */
    public CaptureFrame(byte[] bytes, int wireLength, long timestampNs, long number) {
        this(bytes, wireLength, timestampNs, number, LinkTypes.ETHERNET);
    }
}
