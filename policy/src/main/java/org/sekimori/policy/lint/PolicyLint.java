package org.sekimori.policy.lint;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.policy.Mode;

/** All there is to remark on a policy. */
public final class PolicyLint {
    private PolicyLint() {}

    /** The remarks, in no particular order. */
    public static List<Remark> remarks(LintedPolicy policy) {
        List<Remark> remarks = new ArrayList<>();
        if (policy.mode() == Mode.MONITOR) {
            remarks.add(new Remark(
                    policy.places().of("mode"),
                    "the whole policy only watches: what it would drop passes, and is counted as monitored"));
        }
        if (policy.rules().isEmpty() && !policy.places().has("defaults")) {
            remarks.add(new Remark(
                    policy.places().of("version"),
                    "the policy has no rules and no 'defaults': everything passes but malformed packets"));
        }
        new Reachability(remarks).check(policy.rules());
        CostliestPacket.check(policy, remarks);
        new ReplyCuts(remarks).check(policy);
        SourceLint sources = new SourceLint(policy.lanNets(), remarks);
        for (LintedRule rule : policy.rules()) {
            LimitLint.check(rule, remarks);
            sources.check(rule);
        }
        return remarks;
    }
}
