package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.control.replay.VerdictCsv;

class PolicyTestCommandTest {
    @TempDir
    private Path folder;

    private final Path golden = resource("/golden");

    @Tag("long")
    @Test
    void shouldRunEveryGoldenCase() throws IOException {
        try (Stream<Path> files = Files.walk(golden)) {
            long cases = files.filter(file -> file.endsWith("expected.csv")).count();
            CommandRun run = CommandRun.of("policy", "test", golden.toString());
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).startsWith(cases + " cases, ").endsWith(" frames: all as expected\n");
            assertThat(run.status()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void shouldNameEachFrameThatIsNotAsExpected() throws IOException {
        Path copy = copy("cldap");
        Path expected = copy.resolve("expected.csv");
        List<String> lines = Files.readAllLines(expected);
        assertThat(lines.get(3)).isEqualTo("input.pcap,3,inbound,drop,cldap,");
        lines.set(3, "input.pcap,3,inbound,drop,dns,");
        String gone = lines.remove(5);
        lines.add("other.pcap,1,outbound,pass,,malformed-transport");
        Files.write(expected, lines);

        CommandRun run = CommandRun.of("policy", "test", folder.toString());

        assertThat(run.status()).isEqualTo(ExitCode.NO);
        assertThat(run.out().lines())
                .containsExactly(
                        copy
                                + ": input.pcap: frame 3: expected inbound drop by rule 'dns', found inbound drop by rule 'cldap'",
                        copy + ": input.pcap: frame 5: expected no such frame, found " + words(gone),
                        copy + ": other.pcap: frame 1: expected outbound pass by no rule (malformed-transport),"
                                + " found no such frame",
                        "1 case, 11 frames: 3 not as expected, in 1 case");
        assertThat(CommandRun.of("policy", "test", "--json", folder.toString()).out())
                .contains(
                        "\"ok\" : false",
                        "\"expected\" : \"inbound,drop,dns,\"",
                        "\"found\" : \"inbound,drop,cldap,\"");
    }

    private static String words(String line) {
        String[] fields = line.split(",", -1);
        return fields[2] + " " + fields[3] + (fields[4].isEmpty() ? " by no rule" : " by rule '" + fields[4] + "'");
    }

    @Test
    void shouldJudgeCasesWithoutAPolicyOfTheirOwnByTheOneNamed() throws IOException {
        copy("cldap");
        assertThat(CommandRun.of("policy", "test", folder.toString(), "--profile", "ports-only")
                        .status())
                .isEqualTo(ExitCode.OK);
        Path open = Files.writeString(folder.resolve("open.yaml"), "version: 1\n");
        assertThat(CommandRun.of("policy", "test", folder.toString(), "--policy", open.toString())
                        .status())
                .isEqualTo(ExitCode.NO);
        copy("allow-from");
        assertThat(CommandRun.of("policy", "test", folder.resolve("allow-from").toString(), "--policy", open.toString())
                        .status())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldSayInOneLineWhatIsWrongWithACase() throws IOException {
        assertRefused("absent: no such folder", "absent");
        assertRefused("holds no policy test", folder.toString());
        Path copy = copy("cldap");
        Files.writeString(copy.resolve("arguments.txt"), "--nosuch");
        assertRefused(copy.resolve("arguments.txt") + ": Unknown option: '--nosuch'", copy.toString());
        Files.delete(copy.resolve("arguments.txt"));
        for (String broken : List.of("", "x\n", VerdictCsv.HEADER + "\ninput.pcap,one,inbound,pass,,\n")) {
            Files.writeString(copy.resolve("expected.csv"), broken);
            assertRefused(copy.resolve("expected.csv").toString(), copy.toString());
        }
        Files.writeString(copy.resolve("expected.csv"), VerdictCsv.HEADER + "\n");
        Files.delete(copy.resolve("input.pcap"));
        assertRefused(copy.resolve("input.pcap") + ": no such file", copy.toString());
    }

    @Test
    void shouldRefuseACutCapture() throws IOException {
        Path copy = copy("cldap");
        byte[] bytes = Files.readAllBytes(copy.resolve("input.pcap"));
        Files.write(copy.resolve("input.pcap"), Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused("cut off in frame 11", copy.toString());
    }

    private static void assertRefused(String words, String dir) {
        CommandRun run = CommandRun.of("policy", "test", dir);
        assertThat(run.status()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .startsWith("sekimori policy test: ")
                .contains(words)
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        try (Stream<Path> files = Files.list(golden.resolve(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static Path resource(String name) {
        try {
            return Path.of(PolicyTestCommandTest.class.getResource(name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
