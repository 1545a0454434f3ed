package org.sekimori.control.reload;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sekimori.control.history.HistoryLimits;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.dataplane.agent.ActivePolicy;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.command.PolicyKeeper;
import org.sekimori.dataplane.command.PolicyListener;
import org.sekimori.dataplane.command.StartPolicy;

/** Reloads where box and control are one process: the same way into force, but nothing is kept on disk. */
public final class EmbeddedPolicies {
    private EmbeddedPolicies() {}

    /** The service over what that source has in force, which the loader has loaded. */
    public static PolicyService over(PolicySource policies, PolicyLoader loader, OwnTests tests, Consumer<String> log) {
        StartPolicy start = StartPolicy.chosen(policies.current().table());
        PolicyKeeper keeper = new PolicyKeeper(policies, start, Optional.empty(), PolicyListener.NONE);
        PolicyHistory history = PolicyHistory.inMemory(new HistoryLimits(3, 0));
        return new PolicyService(new PolicySetup(
                loader, keeper, sight(policies), history, tests, Clock.systemUTC(), log, refusal -> {}));
    }

    private static Supplier<Optional<BoxSight>> sight(PolicySource policies) {
        long pid = ProcessHandle.current().pid();
        return () -> {
            ActivePolicy active = policies.current();
            String name = active.table().policyName();
            int checksum = active.table().checksum();
            return Optional.of(new BoxSight(pid, 1, active.epoch(), checksum, name, StartPolicy.PUSHED, 0, ""));
        };
    }
}
