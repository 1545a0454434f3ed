package org.sekimori.dataplane.ebpf.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.agent.FrameTrial;
import org.sekimori.dataplane.ebpf.policy.KernelTwin.Outcome;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PerDirection;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.compile.PolicyCompiler;

/** Sets of addresses, of any size, hold in the kernel what they hold in the table. */
class AddressSetIT {
    private static final int GUARDED = 445;
    private static final int OTHER = 80;

    @BeforeEach
    void needsXdp() {
        TestKernel.needs(AttachPoint.XDP);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 16, 17, 300, 20_000})
    void shouldHoldWhatTheyHoldInTheTable(int size) {
        SplittableRandom random = new SplittableRandom(size);
        List<Cidr> networks = networks(random, size);
        PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy(networks)));
        PolicyProgram program = PolicyProgram.compile(table, Station.dropping(Hook.XDP))
                .program()
                .orElseThrow();
        Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
        try (KernelTwin twin = new KernelTwin(table, program, new FrameTrial(table), Station.dropping(Hook.XDP))) {
            for (int i = 0; i < 4_000; i++) {
                Cidr source = near(networks.get(random.nextInt(size)), random);
                Cidr destination = near(networks.get(random.nextInt(size)), random);
                if (source.ipVersion() == destination.ipVersion()) {
                    seen.add(twin.judge(frame(source, destination, random.nextBoolean() ? GUARDED : OTHER)));
                }
            }
            twin.checkCounts();
        }
        assertThat(seen).containsExactlyInAnyOrder(Outcome.PASSED, Outcome.DROPPED);
    }

    private static List<Cidr> networks(SplittableRandom random, int size) {
        List<Cidr> networks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            networks.add(
                    i % 2 == 0
                            ? Cidr.around(Cidr.IPV4, 0, random.nextLong() >>> 32, 8 + random.nextInt(25))
                            : Cidr.around(Cidr.IPV6, random.nextLong(), random.nextLong(), 8 + random.nextInt(121)));
        }
        return networks;
    }

    /** Sources may go anywhere but to one port, destinations are closed, and half of the sets is inside. */
    private static Policy policy(List<Cidr> networks) {
        AddressSet all = AddressSet.of(networks);
        AddressSet half = AddressSet.of(networks.subList(0, networks.size() / 2));
        List<PortRange> guarded = List.of(PortRange.of(GUARDED));
        Traffic toPort =
                new Traffic(List.of(IpProtocol.TCP), List.of(), guarded, AddressSet.EMPTY, AddressSet.EMPTY, Match.ALL);
        Traffic toSet = new Traffic(List.of(), List.of(), List.of(), AddressSet.EMPTY, all, Match.ALL);
        return new Policy(
                "sets",
                "",
                Policy.DEFAULTS,
                Policy.UNJUDGED,
                Policy.UNJUDGED,
                new PerDirection(Action.PASS, Action.PASS),
                half,
                Mode.ENFORCE,
                0,
                List.of(
                        Rule.drop("port", Direction.INBOUND, toPort).withAllowFrom(all),
                        Rule.drop("set", Direction.INBOUND, toSet)));
    }

    /** A host in the network, or the last before it, or the first behind it. */
    private static Cidr near(Cidr network, SplittableRandom random) {
        long mask = network.ipVersion() == Cidr.IPV4 ? 0xFFFF_FFFFL : -1L;
        int bits = Cidr.addressBits(network.ipVersion());
        return switch (random.nextInt(4)) {
            case 0 -> Cidr.around(network.ipVersion(), network.high(), network.low(), bits);
            case 1 -> Cidr.around(network.ipVersion(), network.lastHigh(), network.lastLow(), bits);
            case 2 -> Cidr.around(network.ipVersion(), network.high(), network.low() - 1 & mask, bits);
            default -> Cidr.around(network.ipVersion(), network.lastHigh(), network.lastLow() + 1 & mask, bits);
        };
    }

    private static byte[] frame(Cidr source, Cidr destination, int port) {
        FrameBuilder frame = FrameBuilder.frame();
        String from = address(source);
        String to = address(destination);
        return (source.ipVersion() == Cidr.IPV4 ? frame.ipv4(from, to) : frame.ipv6(from, to))
                .tcp(4000, port, 2)
                .bytes();
    }

    private static String address(Cidr host) {
        return host.toString().replaceFirst("/.*", "");
    }
}
