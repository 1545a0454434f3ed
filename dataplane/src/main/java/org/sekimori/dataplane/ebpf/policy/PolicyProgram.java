package org.sekimori.dataplane.ebpf.policy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapType;
import org.sekimori.dataplane.ebpf.flow.FlowDescriptor;
import org.sekimori.dataplane.ebpf.flow.TimeCode;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.ExitCode;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.ProgramTooLargeException;
import org.sekimori.dataplane.ebpf.walk.SampleDescriptor;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.policy.PolicyTable;

/**
 * The stateless part of a policy as a program for a port. It drops, and counts, frames that the table would surely drop, by
 * the same rule; where it may forward, it sends on, and counts, those that the table would surely pass. All others are
 * handed on to be judged as if there were no program: it can't decide fragments, malformed packets, what lies deeper or in
 * other encapsulations than it looks through, and whatever meets a rule that asks memory or is to be remembered.
 *
 * @param code the program, whose maps have to be made first
 * @param maps these maps, the one of verdicts first; not the one of flows, which outlives policies
 * @param slots what the map of verdicts counts
 */
public record PolicyProgram(EbpfProgram code, List<MapPlan> maps, VerdictSlots slots) {
    /** Takes a copy of the list. */
    public PolicyProgram {
        maps = List.copyOf(maps);
    }

    /** Compiles a policy for that place; or says why it is judged in user space alone. */
    public static Offload compile(PolicyTable table, Station station) {
        return compile(table, station, TimeCode.KERNEL);
    }

    /** The same with another clock. */
    static Offload compile(PolicyTable table, Station station, TimeCode time) {
        if (table.isMonitorOnly() && !station.forwards()) {
            return Offload.refused("the policy only watches, so nothing may be dropped early");
        }
        if (table.isSearched()) {
            return Offload.refused(
                    "the policy has more than 1,024 rules, or for some packets more than 12 that look at addresses or source"
                            + " ports, or more than 32");
        }
        Draft draft = new Draft(station);
        ImageRules rules = new ImageRules(table, station);
        AddressCode addresses = new AddressCode(draft);
        try {
            EbpfProgram code = new ProgramWriter(draft, rules, addresses, time).write();
            return station.forwards() || draft.exits().canDrop()
                    ? Offload.of(new PolicyProgram(code, plans(station, code, rules.slots(), addresses), rules.slots()))
                    : Offload.refused("no inbound rule of the policy drops without asking memory");
        } catch (ProgramTooLargeException problem) {
            return Offload.refused("the policy is too large: " + problem.getMessage());
        }
    }

    /** Whether it needs the map of flows as well: {@link FlowDescriptor#PLAN}. */
    public boolean needsFlows() {
        return code.maps().contains(FlowDescriptor.MAP);
    }

    private static List<MapPlan> plans(Station station, EbpfProgram code, VerdictSlots slots, AddressCode addresses) {
        List<MapPlan> plans = new ArrayList<>();
        plans.add(VerdictSlots.plan(slots.count()));
        if (station.forwards() && station.hook() == Hook.XDP) {
            plans.add(egress(station.egress()));
        }
        plans.addAll(addresses.plans());
        if (station.samples()) {
            plans.addAll(SampleDescriptor.plans());
        }
        if (code.maps().contains(SampleDescriptor.MATCHES)) {
            plans.add(SampleDescriptor.matchRing());
        }
        if (code.maps().contains(SampleDescriptor.ORIGINS)) {
            plans.add(SampleDescriptor.originRing());
        }
        return plans;
    }

    private static MapPlan egress(int interfaceIndex) {
        byte[] value = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(interfaceIndex)
                .array();
        return new MapPlan(
                ExitCode.EGRESS,
                MapType.DEVMAP,
                Integer.BYTES,
                Integer.BYTES,
                1,
                List.of(new MapPlan.Entry(new byte[Integer.BYTES], value)));
    }
}
