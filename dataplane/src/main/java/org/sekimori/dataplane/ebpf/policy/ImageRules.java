package org.sekimori.dataplane.ebpf.policy;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.walk.AloneFates;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.AskedFlows;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.image.CandidateLookup;
import org.sekimori.policy.image.ImageDescriptor;
import org.sekimori.policy.image.PortSetDescriptor;
import org.sekimori.policy.image.RuleDescriptor;
import org.sekimori.policy.range.Ranges;

/** The rules of an image that has lists of candidates, for one direction, read back from it. */
final class ImageRules {
    private static final int ADDRESSES =
            CandidateDescriptor.SOURCES | CandidateDescriptor.DESTINATIONS | CandidateDescriptor.ALLOW_FROM;

    private final PolicyTable table;
    private final UnsafeBuffer image;
    private final ImageSets sets;
    private final Direction direction;
    private final boolean keepsFlows;
    private final Station station;

    /**
     * Numbers from the first up to the next span's, which have the same candidates.
     *
     * @param list where these lie in the image, or {@link CandidateDescriptor#NONE}
     */
    record Span(int first, int list) {}

    ImageRules(PolicyTable table, Station station) {
        this.table = table;
        this.station = station;
        direction = station.direction();
        keepsFlows =
                station.forwards() && !table.isMonitorOnly() && table.flows().concerns(IpProtocol.UDP);
        byte[] copy = new byte[table.imageBytes()];
        table.image().get(copy);
        image = new UnsafeBuffer(copy);
        sets = new ImageSets(image);
    }

    /** The same rules where no box is there. */
    ImageRules alone() {
        return new ImageRules(table, station.alone());
    }

    /** Whether no box is there, so that memory can't be asked. */
    boolean isAlone() {
        return station.isAlone();
    }

    /** Whether what can't be told speaks for a packet. */
    boolean failsOpen() {
        return station.failMode() == FailMode.OPEN;
    }

    /** What becomes of frames on which no rule speaks while no box is there. */
    AloneFates aloneFates() {
        return new AloneFates(
                slots().alone(), slots().watched(), onlyWatches(), Verdict.isDrop(table.malformed(direction)));
    }

    /** Candidates of UDP or TCP, by destination port. */
    List<Span> byPort(int ipProtocol) {
        List<Span> spans = new ArrayList<>();
        for (int port = 0; port <= PortRange.MAX_PORT; port++) {
            add(spans, port, CandidateLookup.find(image, direction.ordinal(), ipProtocol, true, port));
        }
        return spans;
    }

    /** Candidates of packets without ports, by protocol. */
    List<Span> byProtocol() {
        List<Span> spans = new ArrayList<>();
        for (int protocol = 0; protocol <= IpProtocol.MAX; protocol++) {
            add(spans, protocol, CandidateLookup.find(image, direction.ordinal(), protocol, false, 0));
        }
        return spans;
    }

    private static void add(List<Span> spans, int number, int list) {
        if (spans.isEmpty() || spans.get(spans.size() - 1).list() != list) {
            spans.add(new Span(number, list));
        }
    }

    /** The candidates of a list, in order. */
    List<Integer> candidates(int list) {
        List<Integer> candidates = new ArrayList<>();
        if (list != CandidateDescriptor.NONE) {
            int offset = list;
            int candidate;
            do {
                candidate = image.getInt(offset, BYTE_ORDER);
                candidates.add(candidate);
                offset += CandidateDescriptor.LENGTH;
            } while ((candidate & CandidateDescriptor.LAST) == 0);
        }
        return candidates;
    }

    /** Whether some candidate of the list has a set of addresses. */
    boolean looksAtAddresses(int list) {
        return candidates(list).stream().anyMatch(candidate -> (candidate & ADDRESSES) != 0);
    }

    /** Whether a packet's addresses may matter at all. */
    boolean looksAtAddresses() {
        return !insiders().isEmpty()
                || byProtocol().stream().anyMatch(span -> looksAtAddresses(span.list()))
                || byPort(IpProtocol.UDP).stream().anyMatch(span -> looksAtAddresses(span.list()))
                || byPort(IpProtocol.TCP).stream().anyMatch(span -> looksAtAddresses(span.list()));
    }

    /** The candidate's source ports, with gaps between ranges; empty for any. */
    List<PortRange> sourcePorts(int candidate) {
        if ((candidate & CandidateDescriptor.SOURCE_PORTS) == 0) {
            return List.of();
        }
        int set = field(candidate, RuleDescriptor.SOURCE_PORTS_OFFSET);
        List<PortRange> ranges = new ArrayList<>();
        for (int i = 0; i < image.getInt(set + PortSetDescriptor.COUNT_OFFSET, BYTE_ORDER); i++) {
            int at = set + PortSetDescriptor.RANGES_OFFSET + i * PortSetDescriptor.RANGE_LENGTH;
            int range = image.getInt(at, BYTE_ORDER);
            ranges.add(new PortRange(PortSetDescriptor.first(range), PortSetDescriptor.last(range)));
        }
        return Ranges.mergePorts(ranges);
    }

    /** The candidate's sources; means something only if it is marked to have some, here and in the next two. */
    AddressSet sources(int candidate) {
        return sets.at(field(candidate, RuleDescriptor.SOURCES_OFFSET));
    }

    AddressSet destinations(int candidate) {
        return sets.at(field(candidate, RuleDescriptor.DESTINATIONS_OFFSET));
    }

    AddressSet allowFrom(int candidate) {
        return sets.at(field(candidate, RuleDescriptor.ALLOW_FROM_OFFSET));
    }

    /** Sources that a packet of this direction can't have: those of the inside, if it comes from outside. */
    AddressSet insiders() {
        return direction == Direction.INBOUND
                ? sets.at(image.getInt(ImageDescriptor.LAN_NETS_OFFSET, BYTE_ORDER))
                : AddressSet.EMPTY;
    }

    /** Whether what no rule decides is dropped. */
    boolean dropsByDefault() {
        return Verdict.isDrop(table.defaultVerdict(direction));
    }

    /** Whether nothing is dropped, whatever the rules say. */
    boolean onlyWatches() {
        return table.isMonitorOnly();
    }

    /** The flows that memory follows by packets of this direction. */
    AskedFlows followedFlows() {
        return direction == Direction.OUTBOUND ? table.flows() : AskedFlows.NONE;
    }

    /** The flows that rules may ask about. */
    AskedFlows flows() {
        return table.flows();
    }

    /** Whether the map of flows hears of UDP questions from here. */
    boolean writesFlows() {
        return keepsFlows && direction == Direction.OUTBOUND;
    }

    /** Whether the map of flows may answer rules that ask, here, about UDP. */
    boolean readsFlows() {
        return keepsFlows && direction == Direction.INBOUND;
    }

    /** Whether the box has to see every TCP segment, because memory counts connections. */
    boolean followsConnections() {
        return table.asksForConnections();
    }

    VerdictSlots slots() {
        return new VerdictSlots(table.ruleCount());
    }

    private int field(int candidate, int offset) {
        return image.getInt(RuleDescriptor.offset(CandidateDescriptor.ruleIndex(candidate)) + offset, BYTE_ORDER);
    }
}
