package org.sekimori.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.cli.ExitCode;
import org.sekimori.dataplane.frame.LinkTypes;
import org.sekimori.dataplane.pcap.CaptureFrame;

class ReplayCommandTest {
    private static final int PLAIN_FRAMES = 163;
    private static final int PLAIN_DROPS = 55;

    @TempDir
    private Path folder;

    private Path plain;

    @BeforeEach
    void copyInput() throws IOException, URISyntaxException {
        Path golden = Path.of(getClass().getResource("/golden").toURI());
        plain = Files.copy(golden.resolve("plain/input.pcap"), folder.resolve("plain.pcap"));
    }

    @Test
    void shouldReportFilesTotalsRulesAndSpeed() throws IOException {
        Path second = Files.copy(plain, folder.resolve("second.pcap"));
        CommandRun run = CommandRun.of("replay", plain.toString(), second.toString());
        assertThat(run.status()).isEqualTo(ExitCode.OK);
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0))
                .startsWith(plain.toString())
                .endsWith(" 163 frames (30,490 bytes): 108 passed (21,222 bytes), 55 dropped (9,268 bytes)");
        assertThat(lines.get(2)).startsWith("total ").contains(" 326 frames (60,980 bytes): 216 passed");
        assertThat(lines).contains("rule   cldap: 16 dropped", "rule   smb: 16 dropped");
        assertThat(lines.get(lines.size() - 1)).startsWith("policy 'shipped', ").endsWith(" frames/s");
    }

    @Test
    void shouldWriteOneJsonObject() throws IOException {
        CommandRun run = CommandRun.of("replay", "--json", plain.toString());
        assertThat(run.status()).isEqualTo(ExitCode.OK);
        Map<String, String> values = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(run.out())) {
            while (json.nextToken() != null) {
                if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.FIELD_NAME) {
                    values.put(json.getParsingContext().pathAsPointer().toString(), json.getText());
                }
            }
        }
        assertThat(values)
                .containsEntry("/policy", "shipped")
                .containsEntry("/files/0/file", plain.toString())
                .containsEntry("/files/0/dropped-frames", "" + PLAIN_DROPS)
                .containsEntry("/total/frames", "" + PLAIN_FRAMES)
                .containsEntry("/directions/inbound/dropped", "" + PLAIN_DROPS)
                .containsEntry("/directions/outbound/passed", "0")
                .containsEntry("/rules/0/name", "cldap")
                .containsEntry("/rules/0/dropped", "8")
                .containsEntry("/stopped", "false")
                .containsKey("/frames-per-second");
    }

    @Test
    void shouldWriteVerdictsToStandardOutputAndTheReportBeside() {
        CommandRun run = CommandRun.of("replay", "--verdicts", "-", plain.toString());
        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines())
                .hasSize(1 + PLAIN_FRAMES)
                .startsWith(VerdictCsv.HEADER, plain + ",1,inbound,pass,,");
        assertThat(run.err()).contains("163 frames (30,490 bytes)");
        assertThat(CommandRun.of("replay", "--json", "--verdicts", "-", plain.toString()))
                .returns(ExitCode.BAD_INPUT, CommandRun::status);
    }

    @Test
    void shouldTakeOutboundFilesForOutbound() {
        CommandRun run = CommandRun.of("replay", "--outbound", plain.toString(), "--verdicts", "-");
        assertThat(run.out().lines().skip(1)).hasSize(PLAIN_FRAMES).allMatch(line -> line.contains(",outbound,pass,,"));
        assertThat(run.err()).contains("rule   rpc-smb-outbound: ").contains(" monitored");
    }

    @Test
    void shouldMergeBothSidesByTime() throws IOException {
        Path copy = Files.copy(plain, folder.resolve("copy.pcap"));
        CommandRun run = CommandRun.of("replay", plain.toString(), "--outbound", copy.toString(), "--verdicts", "-");
        List<String> lines = run.out().lines().skip(1).toList();
        assertThat(lines).hasSize(2 * PLAIN_FRAMES);
        assertThat(lines.get(0)).startsWith(plain + ",1,inbound,");
        assertThat(lines.get(1)).startsWith(copy + ",1,outbound,");
    }

    @Test
    void shouldJudgeTheWholeFramesOfACutFileAndGoOn() throws IOException {
        Path cut = cut(plain, 20_000);
        Path verdicts = folder.resolve("v.csv");
        Path passed = folder.resolve("p.pcap");
        Path dropped = folder.resolve("d.pcap");
        CommandRun run = CommandRun.of(
                "replay",
                cut.toString(),
                plain.toString(),
                "--verdicts",
                verdicts.toString(),
                "--passed",
                passed.toString(),
                "--dropped",
                dropped.toString());
        assertThat(run.status()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .isEqualTo("sekimori replay: " + cut
                        + ": cut off in frame 94 (of its 90 bytes 75 are there); 93 frames were read\n");
        assertThat(Files.readAllLines(verdicts)).hasSize(1 + 93 + PLAIN_FRAMES);
        assertThat(Captures.read(passed).size() + Captures.read(dropped).size()).isEqualTo(93 + PLAIN_FRAMES);
    }

    @Test
    void shouldRefuseBadFilesBeforeAnythingIsWritten() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pcap"));
        Path text = Files.writeString(folder.resolve("text.pcap"), "not a capture, though long enough to be one");
        Path verdicts = folder.resolve("v.csv");
        CommandRun run = CommandRun.of(
                "replay", plain.toString(), empty.toString(), text.toString(), "--verdicts", verdicts.toString());
        assertThat(run.status()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err().lines())
                .containsExactly(
                        "sekimori replay: " + empty + ": is empty, not even a capture file's header is there",
                        text + ": is not a pcap or pcapng file");
        assertThat(run.out()).isEmpty();
        assertThat(verdicts).doesNotExist();
    }

    @Test
    void shouldNeverOverwriteAnInput() throws IOException {
        byte[] before = Files.readAllBytes(plain);
        Path link = Files.createSymbolicLink(folder.resolve("link.pcap"), plain);
        Path hardLink = Files.createLink(folder.resolve("hard.pcap"), plain);
        for (Path output : List.of(plain, link, hardLink, folder.resolve("x/../plain.pcap"))) {
            for (String option : List.of("--passed", "--dropped", "--verdicts")) {
                CommandRun run = CommandRun.of("replay", plain.toString(), option, output.toString());
                assertThat(run.status()).as("%s %s", option, output).isEqualTo(ExitCode.BAD_INPUT);
                assertThat(run.err()).contains("would be overwritten").hasLineCount(1);
            }
        }
        assertThat(Files.readAllBytes(plain)).isEqualTo(before);
    }

    @Test
    void shouldRefuseOneNameForTwoOutputs() {
        String out = folder.resolve("out").toString();
        assertThat(CommandRun.of("replay", plain.toString(), "--passed", out, "--dropped", out))
                .returns(ExitCode.BAD_INPUT, CommandRun::status);
    }

    @Test
    void shouldSayWhatIsWrongWithItsArguments() {
        assertThat(CommandRun.of("replay").err()).startsWith("sekimori replay: no capture file is named");
        assertThat(CommandRun.of("replay", plain.toString(), "--lan-net", "10.1")
                        .err())
                .startsWith("sekimori replay: --lan-net: '10.1' is no IPv4 network");
        assertThat(CommandRun.of("replay", plain.toString(), "--policy", "absent.yaml")
                        .err())
                .startsWith("sekimori replay: absent.yaml: error: ");
        assertThat(CommandRun.of("replay", plain.toString(), "--passed", "absent/out.pcap")
                        .err())
                .isEqualTo("sekimori replay: absent/out.pcap: can't be created: No such file or directory\n");
        assertThat(CommandRun.of("replay", plain.toString(), "--verdicts", "absent/v.csv")
                        .err())
                .startsWith("sekimori replay: absent/v.csv: can't be created: ");
    }

    @Test
    void shouldSayThatTheDiskIsFull() {
        for (String option : List.of("--passed", "--dropped", "--verdicts")) {
            CommandRun run = CommandRun.of("replay", plain.toString(), option, "/dev/full");
            assertThat(run.status()).as(option).isEqualTo(ExitCode.FAULT);
            assertThat(run.err())
                    .startsWith("sekimori replay: /dev/full: could not be written whole")
                    .hasLineCount(1);
        }
    }

    @Test
    void shouldOverwriteEarlierOutputs() throws IOException {
        Path out = Files.write(folder.resolve("out.pcap"), new byte[100_000]);
        assertThat(CommandRun.of("replay", plain.toString(), "--dropped", out.toString())
                        .status())
                .isEqualTo(ExitCode.OK);
        assertThat(Captures.read(out)).hasSize(PLAIN_DROPS);
    }

    @Test
    void shouldDropNothingButCountWithMonitor() {
        CommandRun run = CommandRun.of("replay", plain.toString(), "--monitor", "--verdicts", "-");
        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines().skip(1)).hasSize(PLAIN_FRAMES).allMatch(line -> line.contains(",pass,"));
        assertThat(run.err()).contains(" 0 dropped (0 bytes)", "rule   cldap: 8 monitored");
    }

    @Test
    void shouldTakeAProfileInPlaceOfAFile() {
        CommandRun run = CommandRun.of("replay", plain.toString(), "--profile", "ports-only");
        assertThat(run.out()).contains("policy 'ports-only'");
        assertThat(CommandRun.of("replay", plain.toString(), "--profile", "nosuch")
                        .err())
                .startsWith("sekimori replay: there is no profile 'nosuch'; expected shipped, office");
        assertThat(CommandRun.of("replay", plain.toString(), "--profile", "office", "--policy", "x.yaml")
                        .err())
                .isEqualTo("sekimori replay: --policy and --profile both name a policy; leave one away\n");
    }

    @Test
    void shouldKeepTheLinkTypeOfItsInputs() throws IOException {
        Path raw = rawIp("raw.pcap");
        Path out = folder.resolve("out.pcap");
        CommandRun run = CommandRun.of("replay", raw.toString(), "--dropped", out.toString(), "--verdicts", "-");

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains(raw + ",1,inbound,drop,ntp,");
        assertThat(Captures.read(out)).extracting(CaptureFrame::linkType).containsExactly(LinkTypes.RAW);
    }

    @Test
    void shouldRefuseInputsOfDifferentLinkTypesIfFramesAreToBeWritten() throws IOException {
        Path raw = rawIp("raw.pcap");
        Path out = folder.resolve("out.pcap");
        CommandRun mixed = CommandRun.of("replay", plain.toString(), raw.toString(), "--passed", out.toString());

        assertThat(mixed.status()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(mixed.err())
                .isEqualTo("sekimori replay: " + raw + ": has link type 101, but " + plain
                        + " has 1; --passed and --dropped need inputs that all have the same\n");
        assertThat(out).doesNotExist();
        assertThat(CommandRun.of("replay", plain.toString(), raw.toString()).status())
                .isEqualTo(ExitCode.OK);
    }

    /** A raw-IP capture of one NTP request. */
    private Path rawIp(String name) throws IOException {
        String file = "d4c3b2a1" + "02000400" + "0000000000000000" + "ffff0000" + "65000000"
                + "0100000000000000" + "24000000" + "24000000"
                + "4500002400010000401100000a0000010a000002" + "9c40007b00100000" + "1700000000000000";
        return Files.write(folder.resolve(name), HexFormat.of().parseHex(file));
    }

    @Test
    void shouldShowExamplesInItsHelp() {
        CommandRun run = CommandRun.of("replay", "--help");
        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("--lan-net", "Examples:", "sekimori replay wan.pcap");
    }

    private Path cut(Path file, int length) throws IOException {
        return Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(Files.readAllBytes(file), length));
    }
}
