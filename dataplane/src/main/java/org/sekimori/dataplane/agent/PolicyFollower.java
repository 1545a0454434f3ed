package org.sekimori.dataplane.agent;

import org.sekimori.policy.PolicyTable;

/**
 * Somebody before the workers who judges by the policy in force as well, and leaves to them what it can't decide. First the
 * next policy is prepared, then the workers change over, then the follower does, each in one step: whoever decides a frame
 * does so by one policy. Called by whoever publishes policies; never throws.
 */
public interface PolicyFollower {
    /** Nobody. */
    PolicyFollower NONE = new PolicyFollower() {
        @Override
        public void prepare(PolicyTable next) {}

        @Override
        public void follow(ActivePolicy policy) {}
    };

    /** Makes ready for the next policy while the one before is in force. */
    void prepare(PolicyTable next);

    /** Judges by that policy, which was announced to {@link #prepare} and is in force now. */
    void follow(ActivePolicy policy);
}
