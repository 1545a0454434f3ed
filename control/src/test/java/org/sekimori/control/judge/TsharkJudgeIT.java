package org.sekimori.control.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.judge.Difference.Known;
import org.sekimori.control.judge.Verdicts.Row;

/**
 * tshark and Sekimori look at every frame of every capture, all of them inbound, with the policy {@code ports-only}.
 *
 * <p>They are asked different questions. tshark says which ports stand in the frame's own bytes, at any layer; Sekimori
 * says what becomes of the frame, for which ports are one cause among others. So:
 *
 * <table>
 * <caption>What counts as agreement</caption>
 * <tr><th>tshark</th><th>Sekimori: verdict, rule, reason</th><th></th></tr>
 * <tr><td>guarded port</td><td>drop, a rule of one of tshark's ports, no reason</td><td>agree</td></tr>
 * <tr><td>guarded port</td><td>drop, a rule of none of them, no reason</td><td>{@code rule}</td></tr>
 * <tr><td>guarded port</td><td>drop, any reason</td><td>agree: dropped, and before its ports were asked
 *     (malformed, undecodable), or for a fragment before it</td></tr>
 * <tr><td>guarded port</td><td>pass, or the frame is not in the verdicts at all</td><td>{@code missed}</td></tr>
 * <tr><td>none</td><td>drop, a rule, no reason</td><td>{@code extra}</td></tr>
 * <tr><td>none</td><td>drop, any reason</td><td>agree: the reason names what is wrong, and no port is claimed</td></tr>
 * <tr><td>none</td><td>pass</td><td>agree</td></tr>
 * </table>
 *
 * What differs and is right stands in {@code judge/differences.tsv}, a line each; any other difference fails, and so does
 * a line about a capture at hand that holds no longer. {@code -Dsekimori.corpus=DIR} judges another folder of captures.
 */
class TsharkJudgeIT {
    private static final int MOST_DIFFERENCES = 19;
    private static final int LEAST_GUARDED_FRAMES = 500;

    @TempDir
    private Path folder;

    @Test
    void shouldDropTheFramesThatTsharkSeesGoToGuardedPorts() {
        Assumptions.assumeTrue(Tshark.isInstalled(), "tshark is not installed");
        Corpus corpus = Corpus.find();
        Map<Path, Map<Long, Set<String>>> judged =
                Tshark.in(folder).guardedFrames(corpus.captures().values());
        List<Difference> found = new ArrayList<>();
        int guarded = 0;
        for (Map.Entry<String, Path> capture : corpus.captures().entrySet()) {
            Map<Long, Set<String>> frames = judged.get(capture.getValue());
            guarded += frames.size();
            found.addAll(compare(capture.getKey(), frames, verdicts(capture.getValue())));
        }
        System.out.printf(
                "%d captures, %d frames to guarded ports, %d differences%n",
                corpus.captures().size(), guarded, found.size());
        List<Difference> known = known(corpus);
        assertThat(found.stream().filter(difference -> !known.contains(difference)))
                .as("differences that are not listed")
                .isEmpty();
        assertThat(known).as("listed differences that are none any more").isSubsetOf(found);
        assertThat(guarded).isGreaterThan(corpus.isWhole() ? 0 : LEAST_GUARDED_FRAMES);
    }

    @Test
    void shouldHaveFewDifferencesEachWithItsReason() {
        List<Known> known = Difference.readKnown(list());
        assertThat(known).hasSizeLessThanOrEqualTo(MOST_DIFFERENCES).doesNotHaveDuplicates();
        assertThat(known).extracting(Known::reason).allMatch(reason -> reason.contains("RFC "));
    }

    private Map<Long, Row> verdicts(Path capture) {
        Map<Long, Row> rows = new TreeMap<>();
        Verdicts.of(capture, folder, "--policy", policy().toString())
                .frames()
                .forEach(row -> rows.put(row.frame(), row));
        return rows;
    }

    private static List<Difference> compare(String file, Map<Long, Set<String>> judged, Map<Long, Row> verdicts) {
        Stream<Difference> missedOrOther = judged.entrySet().stream().flatMap(frame -> {
            Row row = verdicts.get(frame.getKey());
            if (row == null || !row.dropped()) {
                return Stream.of(new Difference(file, frame.getKey(), "missed"));
            }
            boolean isOther = row.isDroppedByItsPorts() && !frame.getValue().contains(row.rule());
            return isOther ? Stream.of(new Difference(file, frame.getKey(), "rule")) : Stream.empty();
        });
        Stream<Difference> extra = verdicts.values().stream()
                .filter(row -> row.isDroppedByItsPorts() && !judged.containsKey(row.frame()))
                .map(row -> new Difference(file, row.frame(), "extra"));
        return Stream.concat(missedOrOther, extra).toList();
    }

    private static List<Difference> known(Corpus corpus) {
        return Difference.readKnown(list()).stream()
                .map(Known::difference)
                .filter(difference -> corpus.captures().containsKey(difference.file()))
                .toList();
    }

    private static Path list() {
        return Corpus.resource("/judge/differences.tsv");
    }

    private static Path policy() {
        return Corpus.resource("/judge/ports-only.yaml");
    }
}
