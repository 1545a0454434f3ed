package org.sekimori.dataplane.offload;

import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.guard.Guard;
import org.sekimori.dataplane.guard.GuardLink;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.XdpMode;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.profile.Profile;

/**
 * A port at which programs also send on, and keep the line while no box is there. The program of the policy in force is always
 * attached; the guard's mode says what it may decide. Where that policy has none, that of a plainer policy stands by.
 */
final class GuardedPort extends PortOffload {
    private final Guard guard;
    private final GuardLink link;
    private final NetworkDevice ingress;
    private final NetworkDevice egress;
    private int egressIndex;
    /** Null unless it stands by. */
    private KernelPolicy plainer;

    private final LineTally tally;
    private final PolicyTable plainerTable = Profile.SHIPPED.table();
    private final IntUnaryOperator plainerCounters;

    /** Attaches nothing yet. */
    GuardedPort(Place place, Guard guard, LineTally tally, RuleNaming names, KernelDrops drops, Consumer<String> log) {
        super(place, tally, drops, log);
        this.guard = guard;
        this.tally = tally;
        plainerCounters = names.of(plainerTable);
        link = guard.link(place.direction() == Direction.INBOUND ? PortRole.WAN : PortRole.LAN);
        ingress = NetworkDevice.named(place.ingress().name());
        egress = NetworkDevice.named(place.egress().name());
        egressIndex = egress.index();
        if (guard.outlives()) {
            ingress.promiscuous(true);
        }
    }

    @Override
    XdpMode mode() {
        return link.mode();
    }

    @Override
    int egressIndex() {
        return egressIndex;
    }

    @Override
    KernelPolicy load(PolicyProgram compiled, PolicyTable table, KernelDrops told) {
        return new KernelPolicy(compiled, table, place().attachPoint(), place().direction(), guard, told);
    }

    @Override
    void change() {
        KernelPolicy before = plainer;
        plainer = current() == null ? plainer(plainerTable) : null;
        put();
        if (before != null) {
            before.collectStandIn(tally, plainerCounters);
            before.close();
        }
    }

    @Override
    void collectStandIn() {
        if (plainer != null) {
            plainer.collectStandIn(tally, plainerCounters);
        }
    }

    private KernelPolicy plainer(PolicyTable table) {
        PolicyProgram compiled = PolicyProgram.compile(table, place().station(egressIndex))
                .program()
                .orElseThrow();
        return load(compiled, table, null);
    }

    private void put() {
        int index = ingress.index();
        if (index == NetworkDevice.ABSENT || egressIndex == NetworkDevice.ABSENT) {
            return;
        }
        LoadedProgram program = (current() == null ? plainer : current()).program();
        link.put(program, index);
        guard.holds(current() == null ? plainerTable : tableInForce());
    }

    @Override
    void rest() {
        // the guard's mode has every frame go to the box
    }

    @Override
    void work() {
        // and has the program decide
    }

    /** A program sends frames to an interface by its index, so another interface needs another program. */
    @Override
    void lookAfter() {
        int out = egress.index();
        boolean isOther = out != egressIndex;
        if (isOther) {
            egressIndex = out;
            if (out != NetworkDevice.ABSENT) {
                renew();
            }
        }
        int in = ingress.index();
        if (in != NetworkDevice.ABSENT && out != NetworkDevice.ABSENT && (isOther || !link.isAttachedTo(in))) {
            try {
                change();
                attachProblem("");
            } catch (NativeCallException problem) {
                attachProblem(problem.isDeviceMissing() ? "" : problem.getMessage());
            }
        }
    }

    @Override
    public void close() {
        KernelPolicy atWork = current() == null ? plainer : current();
        if (guard.stays() && atWork != null) {
            atWork.keepOn();
        }
        super.close();
        if (plainer != null) {
            plainer.close();
        }
        if (guard.outlives() && !guard.stays() && ingress.index() != NetworkDevice.ABSENT) {
            ingress.promiscuous(false);
        }
        ingress.close();
        egress.close();
    }
}
