package org.sekimori.control.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.cli.ExitCode;
import org.sekimori.control.replay.CommandRun;

/**
 * What {@code replay --verdicts} says of one capture.
 *
 * @param fault the line that says what is wrong with the file; empty where nothing is
 * @param frames in order, from frame 1; empty where the file was refused
 */
record Verdicts(String fault, List<Row> frames) {
    private static final int COLUMNS = 6;

    /** One line of the CSV. */
    record Row(long frame, boolean dropped, String rule, String reason) {
        private static Row of(String line) {
            // The file's name may hold commas; what follows it can't.
            String[] columns = line.split(",", -1);
            int first = columns.length - COLUMNS;
            return new Row(
                    Long.parseLong(columns[first + 1]),
                    columns[first + 3].equals("drop"),
                    columns[first + 4],
                    columns[first + 5]);
        }

        /** The same for another frame. */
        Row at(long number) {
            return new Row(number, dropped, rule, reason);
        }

        /** Dropped, and by the ports in its own headers. */
        boolean isDroppedByItsPorts() {
            return dropped && !rule.isEmpty() && reason.isEmpty();
        }

        @Override
        public String toString() {
            return frame + " " + (dropped ? "drop" : "pass")
                    + (rule.isEmpty() ? "" : " " + rule)
                    + (reason.isEmpty() ? "" : " " + reason);
        }
    }

    /** Replays with further arguments; the verdicts go through a file in that folder. */
    static Verdicts of(Path capture, Path folder, String... arguments) {
        Path csv = folder.resolve("verdicts.csv");
        try {
            Files.deleteIfExists(csv);
            List<String> command = new ArrayList<>(List.of("replay", capture.toString(), "--verdicts", csv.toString()));
            command.addAll(List.of(arguments));
            CommandRun run = CommandRun.of(command);
            if (run.status() != ExitCode.OK && run.status() != ExitCode.BAD_INPUT) {
                throw new AssertionError(capture + ": exit status " + run.status() + ": " + run.err());
            }
            List<Row> rows = new ArrayList<>();
            if (Files.exists(csv)) {
                Files.readAllLines(csv).stream().skip(1).map(Row::of).forEach(rows::add);
            }
            return new Verdicts(run.err().strip(), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
