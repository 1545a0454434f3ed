package org.sekimori.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.cli.ExitCode;

/** Every capture under {@code -Dsekimori.corpus=DIR}, whatever is in it: replayed whole, or refused in one line. */
@Tag("slow")
class CorpusReplayTest {
    private static final String CORPUS = "sekimori.corpus";

    @TempDir
    private Path folder;

    @Test
    void shouldReplayEveryCaptureAndLoseNoFrame() throws IOException {
        String corpus = System.getProperty(CORPUS);
        Assumptions.assumeTrue(corpus != null, "needs a folder of captures: -D" + CORPUS + "=DIR");
        int replayed = 0;
        List<String> refused = new ArrayList<>();
        for (Path file : captures(Path.of(corpus))) {
            CommandRun run = replay(file);
            if (run.status() == ExitCode.BAD_INPUT) {
                assertThat(run.err())
                        .startsWith("sekimori replay: " + file + ": ")
                        .hasLineCount(1);
                refused.add(run.err().strip());
            } else {
                assertThat(run.status()).as("%s: %s", file, run.err()).isEqualTo(ExitCode.OK);
                assertThat(run.err()).isEmpty();
                replayed++;
            }
            checkFramesAddUp(file);
        }
        refused.forEach(System.out::println);
        System.out.println(replayed + " captures replayed, " + refused.size() + " refused or cut off");
        assertThat(replayed).isPositive();
    }

    private static List<Path> captures(Path corpus) throws IOException {
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.filter(f -> f.toString().matches(".*\\.(pcap|pcapng|cap|dmp)"))
                    .sorted()
                    .toList();
        }
    }

    private CommandRun replay(Path file) throws IOException {
        for (String output : List.of("v", "p", "d")) {
            Files.deleteIfExists(folder.resolve(output));
        }
        return CommandRun.of(
                "replay",
                file.toString(),
                "--verdicts",
                folder.resolve("v").toString(),
                "--passed",
                folder.resolve("p").toString(),
                "--dropped",
                folder.resolve("d").toString());
    }

    /** Verdicts, passed and dropped frames agree; what a cut-off file had before its end is there as well. */
    private void checkFramesAddUp(Path file) throws IOException {
        Path verdicts = folder.resolve("v");
        if (Files.exists(verdicts)) {
            int judged = Files.readAllLines(verdicts).size() - 1;
            int written = Captures.read(folder.resolve("p")).size()
                    + Captures.read(folder.resolve("d")).size();
            assertThat(written).as(file.toString()).isEqualTo(judged);
        }
    }
}
