package org.sekimori.dataplane.pcap;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.frame.SourceAddress;
import org.sekimori.policy.Direction;

/** Asks whether the source address of the outermost IP header lies inside, whatever lies before that header. */
final class SourceAddressRule implements DirectionRule {
    private final InsideNets inside;
    private final SourceAddress source = new SourceAddress();
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);

    SourceAddressRule(InsideNets inside) {
        this.inside = inside;
    }

    @Override
    public Direction of(CaptureFrame frame) {
        bytes.wrap(frame.bytes());
        boolean isFromInside = source.read(bytes, frame.linkType())
                && inside.contains(source.ipVersion(), source.high(), source.low());
        return isFromInside ? Direction.OUTBOUND : Direction.INBOUND;
    }
}
