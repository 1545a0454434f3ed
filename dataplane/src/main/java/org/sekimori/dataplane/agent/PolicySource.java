package org.sekimori.dataplane.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.RuleHolder;
import org.sekimori.policy.PolicyTable;

/**
 * Where workers find the policy in force. {@link #publish} is a release store by whoever reloads, paired with the acquire
 * load in {@link #current}, which a worker makes once a batch: every frame of a batch meets one policy.
 */
public final class PolicySource {
    private final BoxCounters counters;
    private final AtomicReference<ActivePolicy> active = new AtomicReference<>();
    private volatile PolicyFollower follower = PolicyFollower.NONE;

    /** Starts with that policy, as epoch 1. */
    public PolicySource(PolicyTable first, BoxCounters counters) {
        this.counters = counters;
        publish(first);
    }

    /** Puts a policy in force from the next batch on, and returns its epoch. Belongs to one thread: whoever reloads. */
    public long publish(PolicyTable table) {
        int[] ruleCounters = ruleCounters(RuleHolder.POLICY, table, counters);
        PolicyFollower whoFollows = follower;
        whoFollows.prepare(table);
        ActivePolicy before;
        ActivePolicy next;
        do {
            before = active.getAcquire();
            next = new ActivePolicy(table, before == null ? 1 : before.epoch() + 1, ruleCounters);
        } while (!active.weakCompareAndSetRelease(before, next));
        whoFollows.follow(next);
        return next.epoch();
    }

    /** From now on that follower changes over with the workers. Before the first policy is published by others. */
    public void follow(PolicyFollower somebody) {
        ActivePolicy now = current();
        somebody.prepare(now.table());
        somebody.follow(now);
        follower = somebody;
    }

    /** The counter of each rule, by rule index; rules get one that have none yet. */
    static int[] ruleCounters(RuleHolder holder, PolicyTable table, BoxCounters counters) {
        List<String> names = new ArrayList<>(table.ruleCount());
        for (int rule = 0; rule < table.ruleCount(); rule++) {
            names.add(table.ruleName(rule));
        }
        return counters.ruleCounters(holder, names);
    }

    /** The policy in force. */
    public ActivePolicy current() {
        return active.getAcquire();
    }
}
