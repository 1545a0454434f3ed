package org.sekimori.dataplane.agent;

import org.sekimori.policy.PolicyTable;

/**
 * Somebody before the workers who judges by the policy in force as well. For a moment around each change it judges nothing,
 * so that every frame meets one policy: first the next is prepared, then the follower stands aside, then the workers
 * change over, then the follower does. Called by whoever publishes policies; never throws.
 */
public interface PolicyFollower {
    /** Nobody. */
    PolicyFollower NONE = new PolicyFollower() {
        @Override
        public void standAside(PolicyTable next) {}

        @Override
        public void follow(ActivePolicy policy) {}
    };

    /** Makes ready for the next policy while the one before is in force, then judges by none. */
    void standAside(PolicyTable next);

    /** Judges by that policy, which was announced to {@link #standAside} and is in force now. */
    void follow(ActivePolicy policy);
}
