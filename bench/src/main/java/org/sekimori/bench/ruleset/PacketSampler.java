package org.sekimori.bench.ruleset;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.PortRange;

/** Draws packets that match rules of a set, and packets from the same networks that match none. */
public final class PacketSampler {
    private static final int[] PROTOCOLS = {IpProtocol.TCP, IpProtocol.TCP, IpProtocol.TCP, IpProtocol.UDP};
    private static final int TRIES_PER_MISS = 200;

    private final List<FiveTuple> rules;
    private final List<FiveTuple> around;
    private final SplittableRandom random;

    /**
     * A sampler of one rule set.
     *
     * @param rules  what hits are drawn for, in order
     * @param around what misses are drawn from: networks where there are some
     */
    public PacketSampler(List<FiveTuple> rules, List<FiveTuple> around, long seed) {
        this.rules = rules;
        this.around = around;
        random = new SplittableRandom(seed);
    }

    /**
     * So many packets, every other one for a rule (all ranks in turn), the rest for none.
     *
     * @param isHit what tells hits from misses
     */
    public List<Packet> halfHits(int count, Predicate<Packet> isHit) {
        List<Packet> packets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long rank = (long) i * rules.size() / count;
            packets.add(i % 2 == 0 ? inside(rules.get((int) rank)) : miss(isHit));
        }
        return packets;
    }

    /** A packet that matches the rule, if none before it takes the packet. */
    public Packet inside(FiveTuple rule) {
        int protocol = rule.protocol() == RuleShape.ANY_PROTOCOL ? protocol() : rule.protocol();
        return packet(
                rule.source(), rule.destination(), protocol, port(rule.sourcePorts()), port(rule.destinationPorts()));
    }

    /** A packet between networks of two rules, to any port. */
    public Packet between() {
        FiveTuple one = around.get(random.nextInt(around.size()));
        FiveTuple other = around.get(random.nextInt(around.size()));
        while (one.source().ipVersion() != other.source().ipVersion()) {
            other = around.get(random.nextInt(around.size()));
        }
        return packet(one.source(), other.destination(), protocol(), port(PortClass.ANY), port(PortClass.ANY));
    }

    private Packet miss(Predicate<Packet> isHit) {
        for (int tries = 0; tries < TRIES_PER_MISS; tries++) {
            Packet packet = between();
            if (!isHit.test(packet)) {
                return packet;
            }
        }
        throw new IllegalStateException("none of " + TRIES_PER_MISS + " packets misses: the rules take everything");
    }

    private Packet packet(Cidr source, Cidr destination, int protocol, int sourcePort, int destinationPort) {
        boolean ports = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
        return new Packet(
                source.ipVersion(),
                source.high() | random.nextLong() & hostHigh(source),
                source.low() | random.nextLong() & hostLow(source),
                destination.high() | random.nextLong() & hostHigh(destination),
                destination.low() | random.nextLong() & hostLow(destination),
                protocol,
                ports,
                ports ? sourcePort : 0,
                ports ? destinationPort : 0);
    }

    private int protocol() {
        return PROTOCOLS[random.nextInt(PROTOCOLS.length)];
    }

    private int port(PortRange range) {
        return random.nextInt(range.first(), range.last() + 1);
    }

    private static long hostHigh(Cidr network) {
        return network.high() ^ network.lastHigh();
    }

    private static long hostLow(Cidr network) {
        return network.low() ^ network.lastLow();
    }
}
