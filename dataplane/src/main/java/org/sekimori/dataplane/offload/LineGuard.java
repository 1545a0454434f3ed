package org.sekimori.dataplane.offload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.sekimori.dataplane.ebpf.policy.Offload;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.guard.Guard;
import org.sekimori.dataplane.guard.GuardOptions;
import org.sekimori.dataplane.guard.StandingGuard;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.QuietInterface;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.profile.Profile;

/** Has programs keep a line on which no box is yet, by the policy that the box will begin with. */
public final class LineGuard {
    private final GuardOptions options;
    private final Consumer<String> log;

    /**
     * For a guard of that kind, which stays.
     *
     * @param log hears, a line each, what is not as it was asked for
     */
    public LineGuard(GuardOptions options, Consumer<String> log) {
        this.options = options;
        this.log = log;
    }

    /**
     * Keeps the line between two interfaces, which the caller has claimed. A guard that is there gets this policy.
     *
     * @param foundFolder where to keep how the interfaces were found, until they are put back
     * @throws NativeCallException where the kernel has no such programs, or a privilege is missing
     */
    public void attach(String wan, String lan, PolicyTable policy, Path foundFolder) {
        try (Guard guard = Guard.open(options, log)) {
            attach(guard, PortRole.WAN, wan, lan, policy, foundFolder);
            attach(guard, PortRole.LAN, lan, wan, policy, foundFolder);
            guard.settle();
        }
    }

    /**
     * Takes the guard in that folder away, and puts interfaces back as they were found. The caller has claimed these.
     *
     * @param interfaces those that were silenced, by {@link QuietInterface#silenced}
     * @return false where there was neither
     * @throws IOException where this user may not
     * @throws NativeCallException where CAP_NET_ADMIN is missing
     */
    public static boolean remove(Path folder, List<String> interfaces, Path foundFolder) throws IOException {
        boolean was = StandingGuard.remove(folder);
        for (String name : interfaces) {
            try (NetworkDevice device = NetworkDevice.named(name)) {
                QuietInterface.putBack(device, foundFolder);
            }
        }
        return was || !interfaces.isEmpty();
    }

    private void attach(Guard guard, PortRole role, String from, String to, PolicyTable policy, Path foundFolder) {
        try (NetworkDevice ingress = NetworkDevice.named(from);
                NetworkDevice egress = NetworkDevice.named(to)) {
            silence(ingress, foundFolder);
            Direction direction = role == PortRole.WAN ? Direction.INBOUND : Direction.OUTBOUND;
            Station station =
                    Station.forwarding(Hook.TCX, direction, egress.index()).guarding(options.failMode());
            PolicyTable held = compiles(policy, station) ? policy : Profile.SHIPPED.table();
            try (KernelPolicy loaded =
                    new KernelPolicy(compile(held, station), held, AttachPoint.TCX_INGRESS, direction, guard, null)) {
                guard.link(role).put(loaded.program(), ingress.index());
                guard.holds(held);
                loaded.keepOn();
            }
        }
    }

    private static void silence(NetworkDevice device, Path foundFolder) {
        QuietInterface quiet = QuietInterface.silence(device, foundFolder);
        device.promiscuous(true);
        quiet.leave();
        quiet.close();
    }

    private boolean compiles(PolicyTable policy, Station station) {
        Offload offload = PolicyProgram.compile(policy, station);
        if (offload.program().isEmpty()) {
            log.accept("warning: policy '" + policy.policyName() + "' has no program: " + offload.refusal()
                    + "; the guard holds 'shipped' in its place");
        }
        return offload.program().isPresent();
    }

    private static PolicyProgram compile(PolicyTable policy, Station station) {
        return PolicyProgram.compile(policy, station).program().orElseThrow();
    }
}
