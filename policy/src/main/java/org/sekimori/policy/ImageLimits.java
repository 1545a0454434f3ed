package org.sekimori.policy;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.LimitDescriptor;

/** Reads limits back from a verified image, once for each table; not on the hot path. */
final class ImageLimits {
    private static final Limit.Per[] PER_BY_ORDINAL = Limit.Per.values();

    private ImageLimits() {}

    static Limit read(UnsafeBuffer image, int offset) {
        int shape = image.getInt(offset + LimitDescriptor.SHAPE_OFFSET, BYTE_ORDER);
        return new Limit(
                image.getInt(offset + LimitDescriptor.RATE_OFFSET, BYTE_ORDER),
                image.getInt(offset + LimitDescriptor.BURST_OFFSET, BYTE_ORDER),
                image.getInt(offset + LimitDescriptor.CONNECTIONS_OFFSET, BYTE_ORDER),
                PER_BY_ORDINAL[LimitDescriptor.perOrdinal(shape)],
                LimitDescriptor.ipv4Prefix(shape),
                LimitDescriptor.ipv6Prefix(shape));
    }
}
