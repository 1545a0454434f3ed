package org.sekimori.control.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.events.TestBox;
import org.sekimori.dataplane.command.BoxPaths;

/** {@code sekimori top} in a real terminal, tmux's. */
@Timeout(90)
class TopIT {
    @TempDir
    Path folder;

    private TestBox box;
    private Path socket;

    @BeforeEach
    void start() throws Exception {
        BoxPaths paths = TestBox.paths(folder);
        box = new TestBox(paths);
        socket = folder.resolve("tmux");
        Path script = folder.resolve("top.sh");
        Files.writeString(
                script,
                command("top", "--interval", "0.2", "--run-dir", paths.runDir().toString())
                        + "\necho ended with $?; stty -a | grep -o '.icanon\\|.echo '; exec cat\n");
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "sh " + script);
    }

    @AfterEach
    void stop() throws Exception {
        tmux("kill-server");
        box.close();
    }

    @Test
    void shouldFollowTheBoxFitTheScreenAndLeaveTheTerminalAsItWas() throws Exception {
        await(screen -> screen.contains("eth0 <-> eth1   filtering"));
        box.drop(0xC633_6407, "ntp");
        await(screen -> screen.matches("(?s).*\\nntp +\\d+ +0 +1 +0\\n.*"));
        await(screen -> screen.matches("(?s).*\\n198\\.51\\.100\\.7 +1 +ntp\\n.*"));

        tmux("resize-window", "-x", "50", "-y", "8");
        await(screen -> screen.contains("in frames/") && !screen.contains("lost/s") && !screen.contains("ntp"));
        tmux("resize-window", "-x", "100", "-y", "30");
        await(screen -> screen.contains("lost/s") && screen.contains("ntp"));

        tmux("send-keys", "x", "q");
        String after = await(screen -> screen.contains("ended with 0") && screen.contains("echo"));
        assertThat(after)
                .doesNotContain("eth0")
                .contains(" icanon")
                .contains(" echo")
                .doesNotContain("-icanon", "-echo");
    }

    private String await(Predicate<String> condition) throws Exception {
        String screen = "";
        while (!condition.test(screen)) {
            box.beat();
            screen = tmux("capture-pane", "-p");
        }
        return screen;
    }

    private static String command(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.sekimori.control.Main"));
        command.addAll(List.of(words));
        return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    private String tmux(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", words) + ": " + said).isZero();
        return said;
    }
}
