package org.sekimori.dataplane.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.XdpMode;
import org.sekimori.dataplane.port.SupervisedPort;
import org.sekimori.policy.Direction;

/**
 * One way to offload: which programs stand where.
 *
 * @param places where they stand
 * @param isNativeOnly whether generic XDP won't do
 * @param mode who decides while the box is there, of {@link GuardDescriptor}
 */
record OffloadPlan(List<Place> places, boolean isNativeOnly, int mode) {
    /**
     * Drivers, as {@code ethtool -i} names them, of interfaces that hand over super-frames and partial checksums, or make
     * none of their own: XDP costs more there than it gains.
     */
    private static final Set<String> VIRTUAL_DRIVERS = Set.of(
            "", "veth", "virtio_net", "tun", "vif", "hv_netvsc", "vmxnet3", "bonding", "team", "bridge", "dummy");

    /** The ways to do what is wanted, the best first; none where nothing is. */
    static List<OffloadPlan> of(OffloadMode mode, boolean isGuarded, PortPair ports) {
        List<OffloadPlan> plans = new ArrayList<>();
        boolean prefersXdp = areWholeFrameCards(ports);
        switch (mode) {
            case OFF -> {
                if (isGuarded) {
                    plans.add(new OffloadPlan(bothWays(Hook.TCX, ports), false, GuardDescriptor.TAP));
                }
            }
            case DROP -> plans.add(dropping(ports, false));
            case FORWARD_XDP -> plans.add(forwarding(Hook.XDP, ports, false));
            case FORWARD_TCX -> plans.add(forwarding(Hook.TCX, ports, false));
            case FORWARD, AUTO -> {
                if (prefersXdp) {
                    plans.add(forwarding(Hook.XDP, ports, true));
                }
                plans.add(forwarding(Hook.TCX, ports, false));
                if (mode == OffloadMode.AUTO && prefersXdp) {
                    plans.add(dropping(ports, true));
                }
            }
        }
        return plans;
    }

    private static OffloadPlan dropping(PortPair ports, boolean isNativeOnly) {
        List<Place> atWan = List.of(new Place(Hook.XDP, Direction.INBOUND, ports.wan(), null));
        return new OffloadPlan(atWan, isNativeOnly, GuardDescriptor.BOX_FIRST);
    }

    private static OffloadPlan forwarding(Hook hook, PortPair ports, boolean isNativeOnly) {
        return new OffloadPlan(bothWays(hook, ports), isNativeOnly, GuardDescriptor.KERNEL_FIRST);
    }

    private static List<Place> bothWays(Hook hook, PortPair ports) {
        return List.of(
                new Place(hook, Direction.INBOUND, ports.wan(), ports.lan()),
                new Place(hook, Direction.OUTBOUND, ports.lan(), ports.wan()));
    }

    /** Whether programs send frames on, and so keep the line while no box is there. */
    boolean forwards() {
        return places.get(0).forwards();
    }

    /** Whether both ports are cards that hand XDP frames as they were on the wire, tags and all. */
    private static boolean areWholeFrameCards(PortPair ports) {
        return isWholeFrameCard(ports.wan().name())
                && isWholeFrameCard(ports.lan().name());
    }

    private static boolean isWholeFrameCard(String name) {
        try (NetworkDevice device = NetworkDevice.named(name)) {
            return !VIRTUAL_DRIVERS.contains(device.driver()) && !device.takesTagsOut();
        }
    }

    /** Why it can't be done with these ports; empty if it may. */
    String obstacle() {
        boolean isPossible =
                places.stream().allMatch(place -> !place.isBehindPort() || place.ingress() instanceof SupervisedPort);
        return isPossible ? "" : "forwarding by tcx wants the port type afpacket";
    }

    /** The places, which tell of what they drop if the kernel can; else the log hears why not, once. */
    List<Place> sampled(Consumer<String> log) {
        Optional<String> obstacle = SampleSource.obstacle(places.get(0));
        obstacle.ifPresent(why -> log.accept("no events of what the kernel drops: " + why));
        return obstacle.isPresent()
                ? places
                : places.stream().map(Place::sampling).toList();
    }

    /** Whether XDP in that mode will do. */
    boolean suits(XdpMode mode) {
        return !isNativeOnly || mode == XdpMode.NATIVE;
    }

    /** What it does, for the start-up line. */
    String words(XdpMode mode) {
        Place first = places.get(0);
        String how = hookWords(mode);
        if (this.mode == GuardDescriptor.TAP) {
            return "off, guarded by tcx";
        }
        String what = first.forwards() ? "forward" : "drop";
        return what + " by " + how;
    }

    /** Whether every driver counts as sent what programs here send on. */
    boolean isCountedAsSent() {
        return forwards() && places.get(0).hook() == Hook.TCX;
    }

    /** Where its programs are. */
    String hookWords(XdpMode mode) {
        return places.get(0).hook() == Hook.TCX ? "tcx" : (mode == XdpMode.NATIVE ? "native" : "generic") + " XDP";
    }
}
