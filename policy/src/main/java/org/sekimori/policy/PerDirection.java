package org.sekimori.policy;

import java.util.Objects;

/** An action for each direction. */
public record PerDirection(Action inbound, Action outbound) {
    /** Checks that both are there. */
    public PerDirection {
        Objects.requireNonNull(inbound, "inbound");
        Objects.requireNonNull(outbound, "outbound");
    }

    /** The action for that direction. */
    public Action of(Direction direction) {
        return direction == Direction.INBOUND ? inbound : outbound;
    }
}
