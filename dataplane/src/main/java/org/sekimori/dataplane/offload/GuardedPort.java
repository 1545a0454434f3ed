package org.sekimori.dataplane.offload;

import java.util.function.Consumer;
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

    /** Attaches nothing yet. */
    GuardedPort(Place place, Guard guard, LineTally tally, KernelDrops drops, Consumer<String> log) {
        super(place, tally, drops, log);
        this.guard = guard;
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
    KernelPolicy load(PolicyProgram compiled, KernelDrops told) {
        return new KernelPolicy(compiled, place().attachPoint(), place().direction(), guard, told);
    }

    @Override
    void change() {
        KernelPolicy before = plainer;
        plainer = current() == null ? plainer(Profile.SHIPPED.table()) : null;
        put();
        if (before != null) {
            before.close();
        }
    }

    private KernelPolicy plainer(PolicyTable table) {
        PolicyProgram compiled = PolicyProgram.compile(table, place().station(egressIndex))
                .program()
                .orElseThrow();
        return load(compiled, null);
    }

    private void put() {
        int index = ingress.index();
        if (index == NetworkDevice.ABSENT || egressIndex == NetworkDevice.ABSENT) {
            return;
        }
        LoadedProgram program = (current() == null ? plainer : current()).program();
        link.put(program, index);
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
