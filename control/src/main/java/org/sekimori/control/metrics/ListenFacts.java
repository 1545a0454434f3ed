package org.sekimori.control.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Where control listens on TCP.
 *
 * @param listening each listener as it was asked for, with whether it listens now
 * @param certificateEnd until when clients take its certificate; empty where there is none
 */
public record ListenFacts(Map<String, Boolean> listening, Optional<Instant> certificateEnd) {
    /** Only the Unix socket. */
    public static final ListenFacts NONE = new ListenFacts(Map.of(), Optional.empty());
}
