package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

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
            int page = image.getInt(PortTableDescriptor.directoryEntryOffset(directory, destinationPort), BYTE_ORDER);
            return image.getInt(PortTableDescriptor.pageEntryOffset(page, destinationPort), BYTE_ORDER);
        }
        return image.getInt(ProtocolTableDescriptor.entryOffset(direction, ipProtocol), BYTE_ORDER);
    }
}
