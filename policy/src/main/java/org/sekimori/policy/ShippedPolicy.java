package org.sekimori.policy;

import org.sekimori.policy.profile.Profile;

/** The policy that is in force when nobody names another. */
public final class ShippedPolicy {
    private ShippedPolicy() {}

    /** Its text, comments included, for an admin to copy. */
    public static String text() {
        return Profile.SHIPPED.text();
    }

    /** The policy itself. */
    public static Policy policy() {
        return Profile.SHIPPED.policy();
    }

    /** The policy, compiled. */
    public static PolicyTable table() {
        return Profile.SHIPPED.table();
    }
}
