package org.sekimori.dataplane.ebpf.policy;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.MapType;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.DropSlots;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.ProgramTooLargeException;
import org.sekimori.policy.PolicyTable;

/**
 * The stateless part of a policy as a program for the WAN port: it drops, and counts, inbound frames that the table would
 * surely drop, by the same rule, and hands on all others to be judged as if there were no program. It can't decide, and
 * hands on, fragments, malformed packets, what lies deeper or in other encapsulations than it looks through, and whatever
 * meets a rule that asks memory or only watches.
 *
 * @param code the program, whose maps have to be made first
 * @param maps these maps, the one of drops first
 * @param slots what the map of drops counts
 */
public record PolicyProgram(EbpfProgram code, List<MapPlan> maps, DropSlots slots) {
    /** Takes a copy of the list. */
    public PolicyProgram {
        maps = List.copyOf(maps);
    }

    /** Compiles a policy for that place; or says why it is judged in user space alone. */
    public static Offload compile(PolicyTable table, Hook hook) {
        if (table.isMonitorOnly()) {
            return Offload.refused("the policy only watches, so nothing may be dropped early");
        }
        if (table.isSearched()) {
            return Offload.refused("the policy has more than 1,024 rules, or more than 12 for some packets");
        }
        Draft draft = new Draft(hook);
        ImageRules rules = new ImageRules(table);
        AddressCode addresses = new AddressCode(draft);
        try {
            EbpfProgram code = new ProgramWriter(draft, rules, addresses).write();
            return draft.canDrop()
                    ? Offload.of(new PolicyProgram(code, plans(rules.slots(), addresses), rules.slots()))
                    : Offload.refused("no inbound rule of the policy drops without asking memory");
        } catch (ProgramTooLargeException problem) {
            return Offload.refused("the policy is too large: " + problem.getMessage());
        }
    }

    private static List<MapPlan> plans(DropSlots slots, AddressCode addresses) {
        List<MapPlan> plans = new ArrayList<>();
        plans.add(new MapPlan(
                DropSlots.MAP, MapType.PERCPU_ARRAY, Integer.BYTES, DropSlots.ENTRY_BYTES, slots.count(), List.of()));
        plans.addAll(addresses.plans());
        return plans;
    }
}
