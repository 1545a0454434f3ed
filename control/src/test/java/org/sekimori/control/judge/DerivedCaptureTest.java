package org.sekimori.control.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.judge.Verdicts.Row;

/**
 * The re-wrapped captures of another hand, where {@code -Dsekimori.corpus=DIR} has them in {@code derived/}. Each comes with
 * a table that says which packet of {@code plain} a frame holds, and whether it is whole, a first piece, or a later one
 * ({@code R}, {@code r}).
 *
 * <p>Every frame meets the plain packet's fate. Pieces of a packet may die as well, for a reason that says so: they are too
 * small, could overwrite what was judged, or follow one that was dropped; a first piece too short to tell what it asks
 * counts as a request; and a later piece that comes before its first is an orphan, which passes. {@link
 * FragmentedVerdictTest} says which, piece by piece.
 */
class DerivedCaptureTest {
    private static final String TABLE = ".expected.tsv";

    /** Made to be stated, not compared: the one is a golden case, the other only has to add up. */
    private static final List<String> NOT_COMPARED = List.of("adversarial", "truncsweep");

    @TempDir
    private Path folder;

    private record Piece(int base, boolean isLater) {}

    @TestFactory
    Stream<DynamicTest> shouldJudgeEachVariantLikeThePlainCapture() throws IOException {
        Path derived = Corpus.folder().resolve("derived");
        if (!Files.isDirectory(derived)) {
            return Stream.of(DynamicTest.dynamicTest(
                    "none here", () -> assertThat(Wrappings.all()).isNotEmpty()));
        }
        try (Stream<Path> files = Files.list(derived)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(TABLE))
                    .map(name -> name.substring(0, name.length() - TABLE.length()))
                    .sorted()
                    .toList();
            assertThat(names).contains("plain");
            return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> check(derived, name)));
        }
    }

    private void check(Path derived, String name) throws IOException {
        List<Piece> pieces = pieces(derived.resolve(name + TABLE));
        for (String[] policy : Plain.policies()) {
            List<Row> rows =
                    Verdicts.of(derived.resolve(name + ".pcap"), folder, policy).frames();
            assertThat(rows).hasSameSizeAs(pieces);
            if (!NOT_COMPARED.contains(name)) {
                compare(
                        pieces,
                        rows,
                        plain(derived, policy),
                        plain(derived, Plain.policies().get(0)));
            }
        }
    }

    private Map<Integer, Row> plain(Path derived, String... policy) throws IOException {
        List<Piece> pieces = pieces(derived.resolve("plain" + TABLE));
        List<Row> rows =
                Verdicts.of(derived.resolve("plain.pcap"), folder, policy).frames();
        Map<Integer, Row> byBase = new HashMap<>();
        for (Row row : rows) {
            byBase.put(pieces.get((int) row.frame() - 1).base(), row);
        }
        return byBase;
    }

    private static void compare(
            List<Piece> pieces, List<Row> rows, Map<Integer, Row> plain, Map<Integer, Row> byPorts) {
        Set<Integer> cutUp =
                pieces.stream().filter(Piece::isLater).map(Piece::base).collect(Collectors.toSet());
        List<String> wrong = new ArrayList<>();
        for (Row row : rows) {
            Piece piece = pieces.get((int) row.frame() - 1);
            Row expected = plain.get(piece.base());
            boolean isExcused = row.dropped()
                    ? row.reason().matches("(malformed-)?fragment.*") || isSame(row, byPorts.get(piece.base()))
                    : piece.isLater() && row.reason().equals("fragment-orphan");
            if (!isSame(row, expected) && !(cutUp.contains(piece.base()) && isExcused)) {
                wrong.add(row + ", the plain packet: " + expected);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean isSame(Row one, Row other) {
        return one.dropped() == other.dropped() && one.rule().equals(other.rule());
    }

    private static List<Piece> pieces(Path table) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (String line : Files.readAllLines(table)) {
            String[] columns = line.split("\t", -1);
            boolean isPlace = columns[1].matches("\\d+");
            pieces.add(new Piece(isPlace ? Integer.parseInt(columns[1]) : 0, columns[2].equalsIgnoreCase("r")));
        }
        return pieces;
    }
}
