package org.sekimori.dataplane.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.guard.GuardOptions;
import org.sekimori.dataplane.linux.NativeCallException;

/**
 * What came of the wish for an offload.
 *
 * @param offload attached, and nothing decided yet; empty where none was wanted or none can be had
 * @param words what it is or why there is none, for the start-up line; empty where none was wanted
 */
public record Offloads(Optional<KernelOffload> offload, String words) {
    /**
     * Attaches the best of what is wanted that this machine can; parameters are {@link KernelOffload}'s.
     *
     * @param guard how the line is to be kept while no box is there; empty where that isn't wanted
     */
    public static Offloads attach(
            OffloadMode mode,
            Optional<GuardOptions> guard,
            PortPair ports,
            OffloadTally tally,
            BooleanSupplier isComparing,
            Consumer<String> log) {
        List<String> refusals = new ArrayList<>();
        for (OffloadPlan plan : OffloadPlan.of(mode, guard.isPresent(), ports)) {
            if (!plan.obstacle().isEmpty()) {
                refusals.add(plan.obstacle());
                continue;
            }
            try {
                KernelOffload offload =
                        new KernelOffload(plan, guard.orElse(GuardOptions.NONE), tally, isComparing, log);
                if (offload.isAsPlanned()) {
                    return new Offloads(Optional.of(offload), "");
                }
                offload.close();
                refusals.add("a driver has no native XDP");
            } catch (NativeCallException problem) {
                refusals.add(problem.getMessage());
            }
        }
        return new Offloads(Optional.empty(), refusals.isEmpty() ? "" : "none, " + String.join("; ", refusals));
    }
}
