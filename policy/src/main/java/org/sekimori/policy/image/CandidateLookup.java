package org.sekimori.policy.image;

import org.agrona.concurrent.UnsafeBuffer;

/** First half of an evaluation, two dependent loads long: from direction, protocol and destination port to the rules worth trying. */
public final class CandidateLookup {
    private static final int TCP = 6;
    private static final int UDP = 17;

    private CandidateLookup() {}

    /**
     * Offset of the candidate list for a packet, or {@link CandidateDescriptor#NONE}.
     *
     * @param direction       0 for inbound, 1 for outbound
     * @param destinationPort means something if the packet has ports
     */
    public static int find(UnsafeBuffer image, int direction, int ipProtocol, boolean hasPorts, int destinationPort) {
        if (hasPorts && (ipProtocol == UDP || ipProtocol == TCP)) {
            int directory = PortTableDescriptor.directoryOffset(direction, ipProtocol == TCP);
            int page = ImageWords.int32(image, PortTableDescriptor.directoryEntryOffset(directory, destinationPort));
            return ImageWords.int32(image, PortTableDescriptor.pageEntryOffset(page, destinationPort));
        }
        return ImageWords.int32(image, ProtocolTableDescriptor.entryOffset(direction, ipProtocol));
    }
}
