package org.sekimori.bench.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tuple space search (Srinivasan, Suri, Varghese 1999): rules whose addresses have prefixes of the same lengths lie in one
 * hash table; exact destination ports are hashed as well. Fewer tuples than there are come from shortening the rarest
 * lengths, and long lists of a hash value are what that costs (TupleMerge, Daly and others 2017). Pruned, each field is
 * looked up by itself first, for the set of tuples that can hold a match at all.
 */
final class TupleSearch implements Classifier {
    private static final int ADDRESS_BITS = 32;
    private static final int PORT_BITS = 16;
    private static final int PROTOCOL_BITS = 8;
    private static final int[] BITS = {ADDRESS_BITS, ADDRESS_BITS, PORT_BITS, PORT_BITS, PROTOCOL_BITS};
    private static final int MAX_PRUNED = 64;

    private record Tuple(int sourceLength, int destinationLength, boolean exactPort) {}

    private final Boxes boxes;
    private final boolean pruned;
    private final Tuple[] tuples;
    private final int[] leastRanks;
    private final int[] slotHashes;
    private final int[] slotLists;
    private final int[] ranks;
    private final IntervalIndex[] indexes = new IntervalIndex[Boxes.FIELDS];
    private final long[][] masks = new long[Boxes.FIELDS][];

    TupleSearch(Boxes boxes, int maxTuples, boolean pruned) {
        this.boxes = boxes;
        this.pruned = pruned;
        Map<Tuple, List<Integer>> members = coarsened(exact(), pruned ? Math.min(maxTuples, MAX_PRUNED) : maxTuples);
        List<Map.Entry<Tuple, List<Integer>>> ordered = new ArrayList<>(members.entrySet());
        ordered.forEach(entry -> entry.getValue().sort(null));
        ordered.sort(Comparator.comparingInt(entry -> entry.getValue().get(0)));
        tuples = ordered.stream().map(Map.Entry::getKey).toArray(Tuple[]::new);
        leastRanks = ordered.stream().mapToInt(entry -> entry.getValue().get(0)).toArray();
        int capacity = Integer.highestOneBit(boxes.size) * 4;
        slotHashes = new int[capacity];
        slotLists = new int[capacity];
        ranks = new int[2 * boxes.size + 1];
        fill(ordered);
        if (pruned) {
            for (int field = 0; field < Boxes.FIELDS; field++) {
                prune(field, ordered);
            }
        }
    }

    int tupleCount() {
        return tuples.length;
    }

    @Override
    public int find(long[] point) {
        long set = -1L;
        if (pruned) {
            for (int field = 0; field < Boxes.FIELDS; field++) {
                set &= masks[field][indexes[field].count(point[field])];
            }
        }
        int best = Boxes.NONE;
        for (int i = 0; i < tuples.length; i++) {
            if (leastRanks[i] >= best) {
                break;
            }
            if (!pruned || (set >>> i & 1) != 0) {
                best = Math.min(best, findInList(hash(i, point[0], point[1], point[3]), point, best));
            }
        }
        return best;
    }

    private int findInList(int hash, long[] point, int best) {
        int mask = slotLists.length - 1;
        for (int slot = hash & mask; slotLists[slot] != 0; slot = slot + 1 & mask) {
            if (slotHashes[slot] == hash) {
                for (int at = slotLists[slot]; ranks[at] < best; at++) {
                    if (boxes.contains(ranks[at], point)) {
                        return ranks[at];
                    }
                }
                return best;
            }
        }
        return best;
    }

    private int hash(int tuple, long source, long destination, long port) {
        Tuple shape = tuples[tuple];
        long hash = tuple * 0x9E37_79B9_7F4A_7C15L;
        hash += (source & prefixMask(shape.sourceLength)) * 0xC2B2_AE3D_27D4_EB4FL;
        hash = (hash ^ hash >>> 29) * 0x9E37_79B9_7F4A_7C15L;
        hash += (destination & prefixMask(shape.destinationLength)) * 0xD6E8_FEB8_6659_FD93L;
        hash += shape.exactPort ? port * 0xA076_1D64_78BD_642FL : 0;
        hash = (hash ^ hash >>> 32) * 0xE703_7ED1_A0B4_28DBL;
        return (int) (hash >>> 32);
    }

    private static long prefixMask(int length) {
        return -1L << (ADDRESS_BITS - length);
    }

    private Map<Tuple, List<Integer>> exact() {
        Map<Tuple, List<Integer>> members = new LinkedHashMap<>();
        for (int rank = 0; rank < boxes.size; rank++) {
            int at = rank * Boxes.FIELDS;
            int port = at + Boxes.DESTINATION_PORT;
            Tuple tuple = new Tuple(length(at), length(at + 1), boxes.first[port] == boxes.last[port]);
            members.computeIfAbsent(tuple, key -> new ArrayList<>()).add(rank);
        }
        return members;
    }

    private int length(int at) {
        return ADDRESS_BITS - (Long.SIZE - Long.numberOfLeadingZeros(boxes.first[at] ^ boxes.last[at]));
    }

    /** Takes the rarest length away, of sources or destinations, until few enough tuples are left. */
    private static Map<Tuple, List<Integer>> coarsened(Map<Tuple, List<Integer>> members, int maxTuples) {
        Map<Tuple, List<Integer>> left = members;
        while (left.size() > maxTuples) {
            TreeMap<Integer, Integer> bySource = new TreeMap<>();
            TreeMap<Integer, Integer> byDestination = new TreeMap<>();
            left.forEach((tuple, list) -> {
                bySource.merge(tuple.sourceLength, list.size(), Integer::sum);
                byDestination.merge(tuple.destinationLength, list.size(), Integer::sum);
            });
            int source = rarest(bySource);
            int destination = rarest(byDestination);
            boolean dropSource =
                    destination < 0 || source >= 0 && bySource.get(source) <= byDestination.get(destination);
            Map<Tuple, List<Integer>> next = new LinkedHashMap<>();
            left.forEach((tuple, list) -> {
                int sourceLength =
                        dropSource && tuple.sourceLength == source ? bySource.lowerKey(source) : tuple.sourceLength;
                int destinationLength = !dropSource && tuple.destinationLength == destination
                        ? byDestination.lowerKey(destination)
                        : tuple.destinationLength;
                next.computeIfAbsent(
                                new Tuple(sourceLength, destinationLength, tuple.exactPort), key -> new ArrayList<>())
                        .addAll(list);
            });
            left = next;
        }
        return left;
    }

    private static int rarest(TreeMap<Integer, Integer> counts) {
        int rarest = -1;
        for (Integer length : counts.tailMap(counts.firstKey(), false).keySet()) {
            if (rarest < 0 || counts.get(length) < counts.get(rarest)) {
                rarest = length;
            }
        }
        return rarest;
    }

    private void fill(List<Map.Entry<Tuple, List<Integer>>> ordered) {
        Map<Integer, List<Integer>> lists = new HashMap<>();
        for (int i = 0; i < tuples.length; i++) {
            for (int rank : ordered.get(i).getValue()) {
                int at = rank * Boxes.FIELDS;
                int hash = hash(i, boxes.first[at], boxes.first[at + 1], boxes.first[at + Boxes.DESTINATION_PORT]);
                lists.computeIfAbsent(hash, key -> new ArrayList<>()).add(rank);
            }
        }
        int next = 1;
        int mask = slotLists.length - 1;
        for (Map.Entry<Integer, List<Integer>> entry : lists.entrySet()) {
            int slot = entry.getKey() & mask;
            while (slotLists[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slotHashes[slot] = entry.getKey();
            slotLists[slot] = next;
            entry.getValue().sort(null);
            for (int rank : entry.getValue()) {
                ranks[next++] = rank;
            }
            ranks[next++] = Boxes.NONE;
            longest = Math.max(longest, entry.getValue().size());
        }
    }

    int longest;

    private void prune(int field, List<Map.Entry<Tuple, List<Integer>>> ordered) {
        long end = 1L << BITS[field];
        long[] edges = new long[2 * boxes.size];
        for (int rank = 0; rank < boxes.size; rank++) {
            edges[2 * rank] = boxes.first[rank * Boxes.FIELDS + field];
            edges[2 * rank + 1] = boxes.last[rank * Boxes.FIELDS + field] + 1;
        }
        long[] boundaries = Arrays.stream(edges)
                .filter(edge -> edge > 0 && edge < end)
                .sorted()
                .distinct()
                .toArray();
        long[] mask = new long[boundaries.length + 1];
        for (int tuple = 0; tuple < tuples.length; tuple++) {
            int[] change = new int[boundaries.length + 2];
            for (int rank : ordered.get(tuple).getValue()) {
                long first = boxes.first[rank * Boxes.FIELDS + field];
                long behind = boxes.last[rank * Boxes.FIELDS + field] + 1;
                change[first == 0 ? 0 : Arrays.binarySearch(boundaries, first) + 1]++;
                change[behind == end ? boundaries.length + 1 : Arrays.binarySearch(boundaries, behind) + 1]--;
            }
            int depth = 0;
            for (int i = 0; i < mask.length; i++) {
                depth += change[i];
                mask[i] |= depth > 0 ? 1L << tuple : 0;
            }
        }
        compress(field, boundaries, mask);
    }

    /** Neighbours with the same mask are one interval. */
    private void compress(int field, long[] boundaries, long[] mask) {
        int count = 0;
        for (int i = 0; i < boundaries.length; i++) {
            if (mask[i + 1] != mask[count]) {
                boundaries[count++] = boundaries[i];
                mask[count] = mask[i + 1];
            }
        }
        indexes[field] = new IntervalIndex(Arrays.copyOf(boundaries, count), BITS[field]);
        masks[field] = Arrays.copyOf(mask, count + 1);
    }

    @Override
    public long bytes() {
        long bytes = (slotHashes.length + slotLists.length + ranks.length) * (long) Integer.BYTES;
        for (int field = 0; pruned && field < Boxes.FIELDS; field++) {
            bytes += indexes[field].bytes() + masks[field].length * (long) Long.BYTES;
        }
        return bytes;
    }
}
