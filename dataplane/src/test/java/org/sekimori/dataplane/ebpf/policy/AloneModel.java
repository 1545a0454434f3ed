package org.sekimori.dataplane.ebpf.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.policy.AloneWalk.Place;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.dataplane.frame.FrameDecoder;
import org.sekimori.dataplane.frame.IpProtocols;
import org.sekimori.dataplane.frame.UdpPorts;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;

/**
 * What becomes of frames while no box is there, by the policy table itself: it asks this model where it would ask memory. What
 * asks is unsolicited, what answers is solicited, and where neither port's protocol tells, the fail mode speaks; every limit
 * is exceeded, and no allowance. Of a flow that the map knows the model knows nothing.
 */
final class AloneModel implements PacketMemory {
    private static final Set<Integer> TELLING = Set.of(UdpPorts.DNS, UdpPorts.NTP, UdpPorts.LDAP, UdpPorts.SSDP);
    private static final Set<Integer> SEALED = Set.of(IpProtocols.GRE, IpProtocols.ETHERIP, IpProtocols.MPLS);
    private static final Set<Integer> TUNNELS = Set.of(IpProtocols.IPV4, IpProtocols.IPV6);

    private final PolicyTable table;
    private final VerdictSlots slots;
    private final Direction direction;
    private final boolean failsOpen;
    private final boolean asksSources;
    private final FrameDecoder decoder = new FrameDecoder();
    private final AloneWalk walk = new AloneWalk();
    private final MatchFields fields = new MatchFields();
    private final List<Integer> watched = new ArrayList<>();

    /**
     * What becomes of a frame.
     *
     * @param slot where it is counted
     */
    record Fate(boolean drops, int slot) {}

    AloneModel(PolicyTable table, Station station) {
        this.table = table;
        slots = new VerdictSlots(table.ruleCount());
        direction = station.direction();
        failsOpen = station.failMode() == FailMode.OPEN;
        asksSources = direction == Direction.INBOUND && !table.isMonitorOnly();
    }

    /** What is to become of it, were the policy not only watching. */
    Fate judge(byte[] frame) {
        watched.clear();
        int around = Verdict.NO_RULE;
        Place place = walk.first(frame);
        while (place == Place.PACKET) {
            if (!decode()) {
                return malformed();
            }
            if (direction == Direction.INBOUND && table.isLanSource(fields)) {
                return new Fate(true, slots.lanSource());
            }
            int verdict = table.evaluate(fields, this);
            int rule = Verdict.ruleIndex(verdict);
            if (Verdict.isDrop(verdict) && rule != Verdict.NO_RULE) {
                return new Fate(true, rule);
            }
            around = around == Verdict.NO_RULE ? rule : around;
            if (SEALED.contains(walk.protocol())) {
                place = Place.UNOPENED;
            } else if (TUNNELS.contains(walk.protocol())) {
                place = walk.inwards();
            } else {
                return around == Verdict.NO_RULE
                        ? new Fate(Verdict.isDrop(verdict), slots.byDefault())
                        : new Fate(false, around);
            }
        }
        return without(place);
    }

    private Fate without(Place place) {
        return place == Place.MALFORMED ? malformed() : new Fate(place == Place.UNOPENED && !failsOpen, slots.alone());
    }

    private Fate malformed() {
        return new Fate(Verdict.isDrop(table.malformed(direction)), slots.alone());
    }

    /** Fills the fields; false where the packet is malformed. */
    private boolean decode() {
        fields.direction(direction);
        UnsafeBuffer packet = new UnsafeBuffer(walk.packet());
        if (decoder.decode(packet, packet.capacity(), fields) != Reason.NONE.ordinal()) {
            return false;
        }
        if (fields.ipProtocol() == IpProtocol.UDP) {
            fields.messageKind(kind(fields.destinationPort(), fields.messageKind()));
            fields.sourceKind(kind(fields.sourcePort(), fields.sourceKind()));
        }
        return true;
    }

    /** What bytes at fixed places say; a request where they don't tell. */
    private int kind(int port, int said) {
        boolean isUntold = port == UdpPorts.SNMP
                || port == UdpPorts.SSDP && beginsWithSpace(walk.message())
                || port == UdpPorts.LDAP && said == MessageKind.REPLY && hasLongId(walk.message());
        return isUntold ? MessageKind.REQUEST : said;
    }

    private static boolean beginsWithSpace(byte[] message) {
        return message.length > 0 && (message[0] == ' ' || message[0] >= '\t' && message[0] <= '\r');
    }

    /** Whether the length of an LDAP message's id, of which there is one, has more than a byte. */
    private static boolean hasLongId(byte[] message) {
        int id = 2 + (message[1] < 0 ? message[1] & 0x7F : 0);
        return message[id + 1] < 0;
    }

    @Override
    public boolean isSolicited(MatchFields asked) {
        boolean isUdp = asked.ipProtocol() == IpProtocol.UDP;
        boolean asksBySource = asked.sourceKind() == MessageKind.REQUEST && asked.sourcePort() != UdpPorts.SNMP;
        if (isUdp && asksSources && asksBySource) {
            return false;
        }
        if (asked.ipProtocol() == IpProtocol.TCP || isUdp && TELLING.contains(asked.destinationPort())) {
            return asked.messageKind() == MessageKind.REPLY;
        }
        return failsOpen;
    }

    @Override
    public boolean exceedsLimit(int ruleIndex, MatchFields limited) {
        return true;
    }

    @Override
    public void onMonitorMatch(int ruleIndex) {
        watched.add(ruleIndex);
    }

    /** Counts the frame judged last, of which this became, so many times. */
    void count(Fate fate, int bytes, int times, SlotTally tally) {
        for (int i = 0; i < times; i++) {
            watched.forEach(rule -> tally.count(rule, Kind.MONITORED, bytes));
            if (fate.drops && table.isMonitorOnly()) {
                tally.count(fate.slot, Kind.MONITORED, bytes);
                tally.count(slots.watched(), Kind.PASSED, bytes);
            } else {
                tally.count(fate.slot, fate.drops ? Kind.DROPPED : Kind.PASSED, bytes);
            }
        }
    }
}
