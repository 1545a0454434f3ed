package org.sekimori.dataplane.ebpf.walk;

import java.util.function.IntFunction;
import org.sekimori.dataplane.ebpf.Label;

/** Writes what comes behind an IP header, where the cursor is. */
@FunctionalInterface
public interface BehindIp {
    /**
     * Goes on by the number in {@link Machine#PROTOCOL}.
     *
     * @param headers where to go with numbers that are no transport's to this IP version; null for all others
     */
    void write(int ipVersion, IntFunction<Label> headers);
}
