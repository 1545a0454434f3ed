package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;

/** First half of an evaluation: from direction, protocol and destination port to the rules worth trying. */
public final class CandidateLookup {
    private CandidateLookup() {}

    /** Offset of the candidate list for a packet, or {@link CandidateListDescriptor#NONE}. */
    public static int find(UnsafeBuffer image, int direction, MatchFields fields) {
        int ipProtocol = fields.ipProtocol();
        if (fields.hasPorts() && IpProtocol.hasPorts(ipProtocol)) {
            int port = fields.destinationPort();
            int directory = PortTableDescriptor.directoryOffset(direction, ipProtocol == IpProtocol.TCP);
            int page = image.getInt(PortTableDescriptor.directoryEntryOffset(directory, port), BYTE_ORDER);
            return image.getInt(PortTableDescriptor.pageEntryOffset(page, port), BYTE_ORDER);
        }
        return image.getInt(ProtocolTableDescriptor.entryOffset(direction, ipProtocol), BYTE_ORDER);
    }
}
