package org.sekimori.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JvmArgumentsTest {
    @Test
    void shouldKeepWhatFewFramesNeedOutOfLineInABox() {
        assertThat(JvmArguments.of("box"))
                .contains(
                        "-XX:CompileCommand=dontinline,org.sekimori.dataplane.frame.FrameDecoder::decodeAny",
                        "-XX:CompileCommand=dontinline,org.sekimori.dataplane.frame.UdpMessage::fill");
    }

    /** What all of them ignore would be ignored here too. */
    @ParameterizedTest
    @ValueSource(strings = {"box", "control", "run", "replay", "tool"})
    void shouldBeKnownToThisJvm(String kind) throws Exception {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(JvmArguments.shipped(kind));
        words.remove("-XX:+IgnoreUnrecognizedVMOptions");
        words.add("-version");

        Process java = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes());

        assertThat(java.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("warning");
    }

    @Test
    void shouldKnowNoOtherKind() {
        assertThatThrownBy(() -> JvmArguments.of("boxes")).hasMessageContaining("boxes");
    }
}
