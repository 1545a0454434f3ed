package org.sekimori.bench.classifier;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sekimori.bench.ruleset.FiveTuple;
import org.sekimori.bench.ruleset.Packet;
import org.sekimori.bench.ruleset.PacketSampler;
import org.sekimori.bench.ruleset.RuleSetGenerator;
import org.sekimori.bench.ruleset.RuleShape;
import org.sekimori.bench.ruleset.Zipf;

/**
 * Builds each classifier over each shape and size, has them agree with each other, and prints time to build, bytes, and
 * nanoseconds for a look-up. Not JMH: orders of magnitude, to choose by.
 */
public final class ClassifierComparison {
    private static final long SEED = 7;
    private static final int[] SIZES = {100, 1_000, 10_000, 100_000};
    private static final int PACKETS = 1 << 18;
    private static final int LINEAR_LIMIT = 1_000;
    private static final long LEAST_NS = 400_000_000L;

    private static int sink;

    private ClassifierComparison() {}

    /** Prints the table. */
    public static void main(String[] arguments) {
        System.out.printf("%-4s %7s  %-22s %9s %10s %9s %9s%n", "", "rules", "", "build ms", "KiB", "uniform", "Zipf");
        for (RuleShape shape : RuleShape.values()) {
            for (int size : SIZES) {
                compare(shape, size);
            }
        }
    }

    private static Map<String, Function<Boxes, Classifier>> contenders() {
        Map<String, Function<Boxes, Classifier>> contenders = new LinkedHashMap<>();
        contenders.put("linear", LinearSearch::new);
        contenders.put("tuples", boxes -> new TupleSearch(boxes, Integer.MAX_VALUE, false));
        contenders.put("16 merged tuples", boxes -> new TupleSearch(boxes, 16, false));
        contenders.put("64 pruned tuples", boxes -> new TupleSearch(boxes, 64, true));
        contenders.put("32 pruned tuples", boxes -> new TupleSearch(boxes, 32, true));
        contenders.put("16 pruned tuples", boxes -> new TupleSearch(boxes, 16, true));
        contenders.put("split tree", SplitTree::new);
        return contenders;
    }

    private static void compare(RuleShape shape, int size) {
        List<FiveTuple> rules = new RuleSetGenerator(shape, 0, SEED).rules(size);
        Boxes boxes = new Boxes(rules);
        Classifier judge = new TupleSearch(boxes, 64, true);
        List<Packet> packets = new PacketSampler(rules, rules, SEED + 1)
                .halfHits(PACKETS, packet -> judge.find(Boxes.point(packet)) != Boxes.NONE);
        List<long[]> points = new ArrayList<>();
        packets.forEach(packet -> points.add(Boxes.point(packet)));
        int[] uniform = Zipf.uniform(PACKETS, SEED + 2);
        int[] skewed = Zipf.skewed(PACKETS, PACKETS, SEED + 3);
        long expected = run(judge, points, uniform);
        contenders().forEach((name, maker) -> {
            if (name.equals("linear") && size > LINEAR_LIMIT) {
                return;
            }
            long before = System.nanoTime();
            Classifier classifier = maker.apply(boxes);
            long built = System.nanoTime() - before;
            if (run(classifier, points, uniform) != expected) {
                throw new IllegalStateException(name + " differs on " + shape + " " + size);
            }
            System.out.printf(
                    "%-4s %7d  %-22s %9d %10d %9.1f %9.1f %s%n",
                    shape,
                    size,
                    name,
                    built / 1_000_000,
                    classifier.bytes() / 1024,
                    time(classifier, points, uniform),
                    time(classifier, points, skewed),
                    note(classifier));
        });
        long source = FlowReduction.classes(boxes, Boxes.SOURCE);
        long destination = FlowReduction.classes(boxes, Boxes.DESTINATION);
        System.out.printf(
                "%-4s %7d  %-22s %9s %10d        (%d x %d classes of addresses)%n",
                shape, size, "flow reduction, 1 table", "", source * destination * 4 / 1024, source, destination);
        long vectors = 0;
        for (int field = 0; field < Boxes.FIELDS; field++) {
            vectors += FlowReduction.classes(boxes, field);
        }
        System.out.printf("%-4s %7d  %-22s %9s %10d%n", shape, size, "bit vectors", "", vectors * size / 8 / 1024);
    }

    private static String note(Classifier classifier) {
        if (classifier instanceof TupleSearch tuples) {
            return tuples.tupleCount() + " tuples, longest list " + tuples.longest;
        }
        return classifier instanceof SplitTree tree && tree.isFull() ? "(leaves too long)" : "";
    }

    private static long run(Classifier classifier, List<long[]> points, int[] order) {
        long sum = 0;
        for (int i : order) {
            sum = sum * 31 + classifier.find(points.get(i));
        }
        return sum;
    }

    private static double time(Classifier classifier, List<long[]> points, int[] order) {
        run(classifier, points, order);
        long begin = System.nanoTime();
        long rounds = 0;
        while (System.nanoTime() - begin < LEAST_NS) {
            sink += (int) run(classifier, points, order);
            rounds++;
        }
        return (double) (System.nanoTime() - begin) / rounds / order.length;
    }
}
