package org.sekimori.control.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.cli.ExitCode;
import org.sekimori.control.replay.Captures;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.dataplane.pcap.CaptureFileReader;

/**
 * Every capture of the tree, or under {@code -Dsekimori.corpus=DIR}, whatever is in it: replayed whole, or said in one
 * line to be no capture, or where it breaks; as many verdicts as another count finds frames.
 */
@Tag("long")
class CorpusReplayTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReplayEveryCaptureAndLoseNoFrame() throws IOException {
        int replayed = 0;
        List<String> refused = new ArrayList<>();
        for (Path file : Corpus.find().captures().values()) {
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
            checkFramesAddUp(file, run.status() == ExitCode.OK);
        }
        refused.forEach(System.out::println);
        System.out.println(replayed + " captures replayed, " + refused.size() + " refused or cut off");
        assertThat(replayed).isGreaterThan(refused.size());
    }

    private CommandRun replay(Path file) throws IOException {
        for (String output : List.of("v", "p", "d")) {
            Files.deleteIfExists(folder.resolve(output));
        }
        List<String> command = new ArrayList<>(List.of("replay", file.toString()));
        command.addAll(List.of("--verdicts", folder.resolve("v").toString()));
        if (hasOneLinkType(file)) {
            command.addAll(List.of("--passed", folder.resolve("p").toString()));
            command.addAll(List.of("--dropped", folder.resolve("d").toString()));
        }
        return CommandRun.of(command);
    }

    /** Frames of several can be judged, but not written to one file. */
    private static boolean hasOneLinkType(Path file) {
        try (CaptureFileReader reader = CaptureFileReader.open(file)) {
            return reader.linkType() != CaptureFileReader.SEVERAL_LINK_TYPES;
        } catch (CaptureException refused) {
            return true;
        }
    }

    /** Verdicts, passed and dropped frames agree, and with the file; what a cut-off file had before its end is there as well. */
    private void checkFramesAddUp(Path file, boolean isWhole) throws IOException {
        Path verdicts = folder.resolve("v");
        if (isWhole || Files.exists(verdicts)) {
            int judged = Files.readAllLines(verdicts).size() - 1;
            if (Files.exists(folder.resolve("p"))) {
                int written = Captures.read(folder.resolve("p")).size()
                        + Captures.read(folder.resolve("d")).size();
                assertThat(written).as(file.toString()).isEqualTo(judged);
            }
            assertThat(judged).as(file.toString()).isEqualTo((int) CaptureRecords.count(file));
        }
    }
}
