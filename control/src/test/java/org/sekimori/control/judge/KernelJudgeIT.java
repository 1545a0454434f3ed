package org.sekimori.control.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.control.reload.PolicyFile;
import org.sekimori.dataplane.agent.FrameTrial;
import org.sekimori.dataplane.ebpf.policy.GuardTwin;
import org.sekimori.dataplane.ebpf.policy.KernelTwin;
import org.sekimori.dataplane.ebpf.policy.KernelTwin.Outcome;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.policy.TestStation;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.frame.LinkTypes;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.dataplane.pcap.CaptureFileReader;
import org.sekimori.dataplane.pcap.CaptureFrame;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.ShippedPolicy;

/** Every golden case with its policy, and every capture of the tree with the shipped one: the kernel's program contradicts none. */
class KernelJudgeIT {
    private static final Set<Outcome> DECIDED = EnumSet.of(Outcome.DROPPED, Outcome.FORWARDED);
    private static final int MIN_FRAME = 14;
    /** What the kernel takes for a test run, less what it wants around it. */
    private static final int MAX_FRAME = 3_000;

    private static final int MAX_FRAMES = 20_000;

    private final FrameTrial trial = new FrameTrial(ShippedPolicy.table());

    @BeforeEach
    void needsXdp() {
        TestKernel.needs(AttachPoint.XDP);
    }

    @ParameterizedTest
    @EnumSource(names = {"XDP_DROPPING", "XDP_INBOUND", "XDP_OUTBOUND"})
    void shouldJudgeGoldenCasesAsTheTableDoes(TestStation place) throws IOException, URISyntaxException {
        Path golden = Path.of(KernelJudgeIT.class.getResource("/golden").toURI());
        int decided = 0;
        try (Stream<Path> folders = Files.list(golden)) {
            for (Path input : folders.map(folder -> folder.resolve("input.pcap"))
                    .filter(Files::exists)
                    .toList()) {
                decided += judge(input, table(input.resolveSibling("policy.yaml")), place.station());
            }
        }
        assertThat(decided).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(names = {"XDP_INBOUND", "XDP_OUTBOUND"})
    void shouldJudgeGoldenCasesWithoutABox(TestStation place) throws IOException, URISyntaxException {
        Path golden = Path.of(KernelJudgeIT.class.getResource("/golden").toURI());
        int alone = 0;
        try (Stream<Path> folders = Files.list(golden)) {
            for (Path input : folders.map(folder -> folder.resolve("input.pcap"))
                    .filter(Files::exists)
                    .toList()) {
                for (FailMode mode : FailMode.values()) {
                    alone += judgeAlone(
                            input,
                            table(input.resolveSibling("policy.yaml")),
                            place.station().guarding(mode));
                }
            }
        }
        assertThat(alone).isGreaterThan(20);
    }

    /** How many frames the program decided only because no box was there. */
    private static int judgeAlone(Path file, PolicyTable table, Station station) {
        Optional<PolicyProgram> program = PolicyProgram.compile(table, station).program();
        if (program.isEmpty()) {
            return 0;
        }
        int[] alone = new int[1];
        try (GuardTwin twin = new GuardTwin(table, program.get(), station)) {
            assertThatCode(() -> {
                        for (byte[] frame : frames(file)) {
                            alone[0] += twin.judge(frame) == GuardTwin.Outcome.DECIDED ? 0 : 1;
                        }
                        twin.checkCounts();
                    })
                    .as(file.toString())
                    .doesNotThrowAnyException();
        }
        return alone[0];
    }

    private static PolicyTable table(Path policy) {
        return Files.exists(policy)
                ? PolicyFile.compile("golden", PolicyFile.usable(PolicyFile.read(policy)))
                : ShippedPolicy.table();
    }

    @ParameterizedTest
    @EnumSource(names = {"XDP_DROPPING", "XDP_INBOUND", "XDP_OUTBOUND"})
    void shouldJudgeCapturesAsTheTableDoes(TestStation place) throws IOException {
        int decided = 0;
        for (Path file : Corpus.find().captures().values()) {
            decided += judge(file, ShippedPolicy.table(), place.station());
        }
        assertThat(decided).isGreaterThan(100);
    }

    /** How many frames the program decided. */
    private int judge(Path file, PolicyTable table, Station station) {
        Optional<PolicyProgram> program = PolicyProgram.compile(table, station).program();
        if (program.isEmpty()) {
            return 0;
        }
        int[] decided = new int[1];
        try (KernelTwin twin = new KernelTwin(table, program.get(), trial, station)) {
            assertThatCode(() -> {
                        for (byte[] frame : frames(file)) {
                            decided[0] += DECIDED.contains(twin.judge(frame)) ? 1 : 0;
                        }
                        twin.checkCounts();
                    })
                    .as(file.toString())
                    .doesNotThrowAnyException();
        }
        return decided[0];
    }

    /** Whole Ethernet frames, up to where the file breaks. */
    private static List<byte[]> frames(Path file) {
        List<byte[]> frames = new ArrayList<>();
        try (CaptureFileReader reader = CaptureFileReader.open(file)) {
            CaptureFrame frame = reader.next();
            for (int i = 0; i < MAX_FRAMES && frame != null; i++) {
                boolean isWhole = frame.wireLength() == frame.bytes().length;
                if (isWhole
                        && frame.linkType() == LinkTypes.ETHERNET
                        && frame.wireLength() >= MIN_FRAME
                        && frame.wireLength() <= MAX_FRAME) {
                    frames.add(frame.bytes());
                }
                frame = reader.next();
            }
        } catch (CaptureException broken) {
            assertThat(broken.getMessage()).isNotEmpty();
        }
        return frames;
    }
}
