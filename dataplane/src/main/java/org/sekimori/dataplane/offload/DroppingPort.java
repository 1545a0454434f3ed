package org.sekimori.dataplane.offload;

import java.util.function.Consumer;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.ProgramLink;
import org.sekimori.dataplane.linux.XdpMode;
import org.sekimori.policy.PolicyTable;

/**
 * A port at which programs only drop: one that rests, by which every frame goes to the box, and that of the policy in force,
 * where it has one. They take turns in one link, so that every frame meets one of them. Where the policy in force has none,
 * nothing stays attached: resting costs each frame something. All of it ends with this process.
 */
final class DroppingPort extends PortOffload {
    /** Rounds after which a program that only rests is taken away, about a second: the next policy may have one. */
    private static final int IDLE_POLLS = 10;

    private final NetworkDevice ingress;
    private final LoadedProgram resting;
    /** Null while nothing is attached. */
    private ProgramLink link;

    private XdpMode mode = XdpMode.GENERIC;
    private int ingressIndex;
    private boolean atWork;
    private int idlePolls;

    /**
     * Attaches the program that rests.
     *
     * @throws NativeCallException where the kernel has no such programs, another is attached, or a privilege is missing
     */
    DroppingPort(Place place, LineTally tally, KernelDrops drops, Consumer<String> log) {
        super(place, tally, drops, log);
        ingress = NetworkDevice.named(place.ingress().name());
        resting = LoadedProgram.load(place.attachPoint(), Draft.handingOn(place.station(NetworkDevice.ABSENT)));
        try {
            attach();
        } catch (NativeCallException problem) {
            closeAll();
            throw problem;
        }
    }

    private void attach() {
        atWork = false;
        ingressIndex = ingress.index();
        try {
            link = ProgramLink.attach(resting, ingressIndex);
            mode = link.mode().orElse(XdpMode.GENERIC);
        } catch (NativeCallException problem) {
            ingressIndex = NetworkDevice.ABSENT;
            throw problem;
        }
    }

    @Override
    XdpMode mode() {
        return mode;
    }

    @Override
    int egressIndex() {
        return NetworkDevice.ABSENT;
    }

    @Override
    KernelPolicy load(PolicyProgram compiled, PolicyTable table, KernelDrops told) {
        return new KernelPolicy(compiled, table, place().attachPoint(), place().direction(), null, told);
    }

    @Override
    void change() {
        if (current() == null) {
            rest();
        } else if (atWork) {
            atWork = put(current().program());
        }
    }

    @Override
    void rest() {
        if (atWork) {
            put(resting);
            atWork = false;
        }
    }

    @Override
    void work() {
        if (!atWork && current() != null) {
            if (link == null) {
                reattach();
            }
            atWork = ingressIndex != NetworkDevice.ABSENT && put(current().program());
        }
    }

    private void detach() {
        if (link != null) {
            link.close();
            link = null;
        }
    }

    private boolean put(LoadedProgram program) {
        if (link == null) {
            return false;
        }
        try {
            link.replace(program);
            return true;
        } catch (NativeCallException gone) {
            ingressIndex = NetworkDevice.ABSENT;
            return false;
        }
    }

    @Override
    void lookAfter() {
        idlePolls = current() == null ? idlePolls + 1 : 0;
        if (idlePolls == IDLE_POLLS) {
            detach();
        } else if (link != null && ingress.index() != ingressIndex) {
            reattach();
        }
    }

    private void reattach() {
        if (ingress.index() == NetworkDevice.ABSENT) {
            return;
        }
        try {
            detach();
            attach();
            attachProblem("");
        } catch (NativeCallException problem) {
            ingressIndex = NetworkDevice.ABSENT;
            attachProblem(problem.isDeviceMissing() ? "" : problem.getMessage());
        }
    }

    /** Detaches; what comes in from now on, the box judges. */
    @Override
    public void close() {
        detach();
        super.close();
        closeAll();
    }

    private void closeAll() {
        resting.close();
        ingress.close();
    }
}
