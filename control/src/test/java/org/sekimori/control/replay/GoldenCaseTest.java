package org.sekimori.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.control.cli.ExitCode;
import org.sekimori.dataplane.pcap.CaptureFrame;

/** Each folder under {@code golden} through the replay command: verdicts as judged by others, frames byte for byte. */
class GoldenCaseTest {
    private static final String INPUT = "input.pcap";
    private static final int LEAST_CASES = 12;

    @TempDir
    private Path folder;

    static Stream<String> cases() throws IOException, URISyntaxException {
        try (Stream<Path> folders = Files.list(golden())) {
            List<String> names = folders.filter(f -> Files.exists(f.resolve(INPUT)))
                    .map(f -> f.getFileName().toString())
                    .sorted()
                    .toList();
            assertThat(names).hasSizeGreaterThanOrEqualTo(LEAST_CASES);
            return names.stream();
        }
    }

    private static Path golden() throws URISyntaxException {
        return Path.of(GoldenCaseTest.class.getResource("/golden").toURI());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldJudgeAsExpected(String name) throws IOException, URISyntaxException {
        Path source = golden().resolve(name);
        Path input = source.resolve(INPUT);
        Path verdicts = folder.resolve("verdicts.csv");
        Path passed = folder.resolve("passed.pcap");
        Path dropped = folder.resolve("dropped.pcap");

        CommandRun run = CommandRun.of(command(source, verdicts, passed, dropped));

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(ExitCode.OK);
        List<String> got = Files.readAllLines(verdicts).stream()
                .map(line -> line.replace(input.toString(), INPUT))
                .toList();
        List<String> expected = Files.readAllLines(source.resolve("expected.csv"));
        assertThat(got).as(Files.readString(source.resolve("about.txt"))).isEqualTo(expected);
        checkFrames(input, passed, dropped, expected);
    }

    private static List<String> command(Path source, Path verdicts, Path passed, Path dropped) throws IOException {
        List<String> command = new ArrayList<>(List.of("replay", "--verdicts", verdicts.toString()));
        command.addAll(List.of("--passed", passed.toString(), "--dropped", dropped.toString()));
        Path policy = source.resolve("policy.yaml");
        if (Files.exists(policy)) {
            command.addAll(List.of("--policy", policy.toString()));
        }
        Path arguments = source.resolve("arguments.txt");
        if (Files.exists(arguments)) {
            command.addAll(List.of(Files.readString(arguments).strip().split(" ")));
        }
        command.add(source.resolve(INPUT).toString());
        return command;
    }

    /** Each frame went into the one file or the other, as its verdict says, with every byte, length and time. */
    private static void checkFrames(Path input, Path passed, Path dropped, List<String> expected) {
        Iterator<CaptureFrame> passes = Captures.read(passed).iterator();
        Iterator<CaptureFrame> drops = Captures.read(dropped).iterator();
        int line = 1;
        for (CaptureFrame frame : Captures.read(input)) {
            boolean isDrop = expected.get(line++).contains(",drop,");
            CaptureFrame out = (isDrop ? drops : passes).next();
            assertThat(out.bytes()).as("frame %d", frame.number()).isEqualTo(frame.bytes());
            assertThat(out.wireLength()).isEqualTo(frame.wireLength());
            assertThat(out.timestampNs()).isEqualTo(frame.timestampNs());
        }
        assertThat(line).isEqualTo(expected.size());
        assertThat(passes.hasNext() || drops.hasNext()).isFalse();
    }
}
