package org.sekimori.policy.compile;

import java.util.HashMap;
import java.util.Map;
import org.sekimori.policy.Limit;
import org.sekimori.policy.image.LimitDescriptor;

/** Writes limits; equal ones only once. */
final class LimitWriter {
    private final ImageWriter image;
    private final Map<Limit, Integer> offsets = new HashMap<>();

    LimitWriter(ImageWriter image) {
        this.image = image;
    }

    /** Returns where the limit lies. */
    int offset(Limit limit) {
        return offsets.computeIfAbsent(limit, this::append);
    }

    private int append(Limit limit) {
        int offset = image.cursor();
        image.appendInt(limit.ratePerMinute());
        image.appendInt(limit.burst());
        image.appendInt(limit.connections());
        image.appendInt(LimitDescriptor.shape(limit.per().ordinal(), limit.ipv4Prefix(), limit.ipv6Prefix()));
        return offset;
    }
}
