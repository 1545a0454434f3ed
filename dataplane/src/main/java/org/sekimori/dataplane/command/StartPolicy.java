package org.sekimori.dataplane.command;

import java.io.IOException;
import java.util.Optional;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.ShippedPolicy;

/**
 * What a box begins with.
 *
 * @param table the policy
 * @param origin how it came: {@link #LAST_GOOD}, {@link #SHIPPED} or {@link #PUSHED}
 * @param remark one line for the user, or empty: why it isn't the one that was kept
 */
public record StartPolicy(PolicyTable table, String origin, String remark) {
    public static final String LAST_GOOD = "last-good";
    public static final String SHIPPED = "shipped";
    public static final String PUSHED = "pushed";

    /** The policy kept by the box before, or the shipped one where there is none, or none that can be used. */
    public static StartPolicy of(LastGood lastGood) {
        try {
            Optional<PolicyTable> kept = lastGood.read();
            return kept.isPresent() ? new StartPolicy(kept.get(), LAST_GOOD, "") : shipped("");
        } catch (IOException bad) {
            return shipped(lastGood + ": not used, " + OneLine.of(bad));
        }
    }

    /** A policy that the caller has chosen, as if it had been pushed. */
    public static StartPolicy chosen(PolicyTable table) {
        return new StartPolicy(table, PUSHED, "");
    }

    private static StartPolicy shipped(String remark) {
        return new StartPolicy(ShippedPolicy.table(), SHIPPED, remark);
    }

    /** Whether it is the one the box before had kept. */
    public boolean isKept() {
        return origin.equals(LAST_GOOD);
    }
}
