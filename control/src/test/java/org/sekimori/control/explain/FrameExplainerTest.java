package org.sekimori.control.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.control.replay.FrameVerdict;
import org.sekimori.control.replay.Replay;
import org.sekimori.control.replay.ReplayPlan;
import org.sekimori.dataplane.pcap.CaptureFileReader;
import org.sekimori.dataplane.pcap.CaptureFrame;
import org.sekimori.dataplane.pcap.CaptureInput;
import org.sekimori.dataplane.pcap.DirectionRule;
import org.sekimori.dataplane.pcap.FrameSink;
import org.sekimori.policy.Direction;
import org.sekimori.policy.profile.Profile;

/** Every frame of the captures at hand, by every profile: explained to the verdict the engine gives. */
class FrameExplainerTest {
    private final DirectionRule directions = DirectionRule.bySource(
            (version, high, low) -> version == 4 && low >>> 16 == 0xC0A8 || version == 6 && high >>> 48 == 0xFE80);

    /** One engine and one explainer for all captures, each of which meets what those before it left behind. */
    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithTheEngine(Profile profile) throws IOException, URISyntaxException {
        Map<String, List<String>> expected = new TreeMap<>();
        ReplayPlan plan = new ReplayPlan(
                profile.table(),
                captures().stream().map(this::input).toList(),
                List.of(),
                FrameSink.NONE,
                FrameSink.NONE,
                verdict -> expected.computeIfAbsent(verdict.file(), file -> new ArrayList<>())
                        .add(words(verdict)));
        new Replay(plan, frames -> {}).run();
        FrameExplainer explainer = new FrameExplainer(profile.sourceName(), profile.policy());
        for (Path capture : captures()) {
            assertThat(explained(explainer, capture))
                    .as("%s, %s", profile, capture)
                    .isEqualTo(expected.getOrDefault(capture.toString(), List.of()));
        }
    }

    private CaptureInput input(Path capture) {
        return new CaptureInput(capture.toString(), capture, directions);
    }

    private List<String> explained(FrameExplainer explainer, Path capture) {
        List<String> explained = new ArrayList<>();
        try (CaptureFileReader reader = CaptureFileReader.open(capture)) {
            for (CaptureFrame frame = reader.next(); frame != null; frame = reader.next()) {
                Direction direction = directions.of(frame);
                if (frame.number() % 3 == 0) {
                    explainer.judge(frame, direction);
                    explained.add(null);
                    continue;
                }
                FrameExplanation explanation = explainer.explain("x", frame, direction);
                explained.add(explanation.word()
                        + ','
                        + explanation.rule()
                        + ','
                        + explanation.reason().word());
            }
        }
        return explained;
    }

    private static String words(FrameVerdict verdict) {
        return verdict.frame() % 3 == 0
                ? null
                : verdict.word() + ',' + verdict.rule() + ',' + verdict.reason().word();
    }

    private static List<Path> captures() throws IOException, URISyntaxException {
        List<Path> captures = new ArrayList<>();
        for (String folder : List.of("/golden", "/profiles")) {
            Path root = Path.of(FrameExplainerTest.class.getResource(folder).toURI());
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.endsWith("input.pcap")).sorted().forEach(captures::add);
            }
        }
        assertThat(captures).hasSizeGreaterThan(30);
        return captures;
    }
}
