package org.sekimori.policy.compile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.image.ImageDescriptor.Section;
import org.sekimori.policy.image.PortTableDescriptor;
import org.sekimori.policy.image.ProtocolTableDescriptor;

/** Writes candidate lists, and the tables by port and protocol that lead to them; equal lists and pages only once. */
final class TableWriter {
    private static final int PORT_COUNT = PortRange.MAX_PORT + 1;

    private final ImageWriter image;
    private final CandidateLists candidates;
    private final Map<Numbers, Integer> listOffsets = new HashMap<>();
    private final Map<Numbers, Integer> pageOffsets = new HashMap<>();

    TableWriter(ImageWriter image, List<Rule> rules) {
        this.image = image;
        candidates = new CandidateLists(rules);
    }

    void write() {
        int[][] portTables = new int[PortTableDescriptor.DIRECTORY_COUNT][];
        image.beginSection();
        int next = 0;
        for (Direction direction : Direction.values()) {
            writeProtocolTable(direction);
            portTables[next++] = portTable(direction, IpProtocol.UDP);
            portTables[next++] = portTable(direction, IpProtocol.TCP);
        }
        image.endSection(Section.CANDIDATE_LISTS);
        image.beginSection();
        next = 0;
        for (Direction direction : Direction.values()) {
            writeDirectory(PortTableDescriptor.directoryOffset(direction.ordinal(), false), portTables[next++]);
            writeDirectory(PortTableDescriptor.directoryOffset(direction.ordinal(), true), portTables[next++]);
        }
        image.endSection(Section.PAGES);
    }

    /** Protocols that no rule names share one list; only the others are worked out one by one. */
    private void writeProtocolTable(Direction direction) {
        int common = listOffset(candidates.withoutPorts(direction, ProtocolTableDescriptor.NO_PROTOCOL));
        Set<Integer> named = candidates.namedProtocols();
        for (int protocol = 0; protocol <= ProtocolTableDescriptor.NO_PROTOCOL; protocol++) {
            int list = named.contains(protocol) ? listOffset(candidates.withoutPorts(direction, protocol)) : common;
            image.putInt(ProtocolTableDescriptor.entryOffset(direction.ordinal(), protocol), list);
        }
    }

    /** List offsets by destination port. */
    private int[] portTable(Direction direction, int ipProtocol) {
        int[] lists = new int[PORT_COUNT];
        candidates.byDestinationPort(direction, ipProtocol, span -> {
            PortRange ports = span.ports();
            Arrays.fill(lists, ports.first(), ports.last() + 1, listOffset(span.candidates()));
        });
        return lists;
    }

    private void writeDirectory(int directory, int[] portTable) {
        for (int port = 0; port < PORT_COUNT; port += PortTableDescriptor.ENTRY_COUNT) {
            int[] page = Arrays.copyOfRange(portTable, port, port + PortTableDescriptor.ENTRY_COUNT);
            int offset = pageOffsets.computeIfAbsent(new Numbers(page), this::append);
            image.putInt(PortTableDescriptor.directoryEntryOffset(directory, port), offset);
        }
    }

    private int listOffset(int[] list) {
        return list.length == 0
                ? CandidateDescriptor.NONE
                : listOffsets.computeIfAbsent(new Numbers(list), this::append);
    }

    private int append(Numbers numbers) {
        int offset = image.cursor();
        for (int number : numbers.values) {
            image.appendInt(number);
        }
        return offset;
    }

    /** Numbers that are equal when their values are, so that a map can hold them. */
    private static final class Numbers {
        private final int[] values;

        Numbers(int[] values) {
            this.values = values;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Numbers numbers && Arrays.equals(values, numbers.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }
}
