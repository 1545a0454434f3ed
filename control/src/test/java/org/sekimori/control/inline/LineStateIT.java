package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.frame.FrameBuilder;

/** A line that is dead, half or swapped says so everywhere, and a line that is right doesn't. */
@Tag("long")
class LineStateIT {
    @TempDir
    Path folder;

    private final Random random = new Random(3);
    private BoxAndControl both;

    @BeforeEach
    void start() {
        both = new BoxAndControl(folder).startBox().startControl();
        Wait.until("the line is up", () -> both.command("status").status() == 0);
    }

    @AfterEach
    void stop() {
        both.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-carrier | port-down    | wan | ip link set wanh0 down",
                "down       | port-down    | box | ip link set wan0 down",
                "missing    | port-missing | box | ip link del wan0",
                "renamed    | port-missing | box | ip link set wan0 down && ip link set wan0 name wrong0"
            })
    void shouldSayThatTheWanLinkIsLost(String state, String event, String where, String command) {
        assertThat(both.command("status").out())
                .containsPattern("line +up\n +WAN port wan0 \\([0-9a-f:]{17}\\) is up")
                .containsPattern("LAN port lan0 \\([0-9a-f:]{17}\\) is up");
        assertThat(health().lines()).containsExactly("filtering");

        (where.equals("wan") ? both.inline.wan : both.inline.box).exec("sh", "-c", command);

        Wait.until("status 1", () -> both.command("status").status() == 1);
        Wait.until("both ports are told", () -> health().endsWith("lan held\n"));
        assertThat(health()).isEqualTo("filtering\nline down, wan " + state + ", lan held\n");
        CommandRun status = both.command("status");
        assertThat(status.out()).contains("\nPROBLEM    WAN port wan0 ").contains("\nline       down\n");
        assertThat(metrics())
                .contains("sekimori_line_up 0.0", "sekimori_port_up{interface=\"wan0\",port=\"wan\"} 0.0")
                .contains("sekimori_port_state{interface=\"wan0\",port=\"wan\",state=\"" + state + "\"} 1.0");
        Wait.until("the events", () -> events().contains("port-held: port lan"));
        assertThat(events()).contains(event + ": port wan, interface wan0, state " + state);
        Wait.until("the log", () -> both.inline.log().contains("warning: WAN port wan0 "));
    }

    @Test
    void shouldSayThatALinkIsBack() {
        Wait.until("the first events of both ports", () -> portsUp() >= 2);
        long before = portsUp();
        both.inline.wan.exec("ip", "link", "set", "wanh0", "down");
        Wait.until("the line is down", () -> both.command("status").out().contains("\nline       down\n"));
        both.inline.wan.exec("ip", "link", "set", "wanh0", "up");
        Wait.until("the line is up", () -> both.command("status").status() == 0);
        Wait.until("the events of both ports", () -> portsUp() >= before + 2);
        assertThat(health()).isEqualTo("filtering\n");
        assertThat(both.inline.log()).contains("\nWAN port wan0 is up");
    }

    private long portsUp() {
        return events().lines().filter(line -> line.contains(" port-up: ")).count();
    }

    @Test
    void shouldCallNothingFilteringWhileTheBoxIsFrozen() {
        BoxAndControl.signal(both.inline.process(), "STOP");
        try {
            Wait.until("status 1", () -> both.command("status").status() == 1);
            assertThat(both.command("status").out())
                    .contains("box        silent", "PROBLEM    the box is silent: process");
            assertThat(health()).startsWith("silent\n");
            assertThat(metrics())
                    .contains("sekimori_box_up 0.0", "sekimori_line_up 0.0")
                    .doesNotContain("sekimori_port_up{");
        } finally {
            BoxAndControl.signal(both.inline.process(), "CONT");
        }
    }

    @Test
    void shouldAnswerSoonWhileControlIsFrozen() {
        both.signalControl("STOP");
        try {
            CommandRun status = both.command("status");
            assertThat(status.status()).isEqualTo(1);
            assertThat(status.out())
                    .contains("box        filtering", "line       up", "PROBLEM    control doesn't answer: ");
        } finally {
            both.signalControl("CONT");
        }
    }

    /** The inside at the WAN port, as swapped cables make it; then the right way round. In both placements. */
    @ParameterizedTest
    @CsvSource({"192.168.7.20", "203.0.113.9"})
    void shouldSayThatWanAndLanAreSwappedUntilTheyAreNot(String inside) {
        Wait.until("suspicion", () -> {
            both.inline.sendFromWan(outward(inside));
            both.inline.sendFromLan(inward(inside));
            return !both.status().line().suspicion().isEmpty();
        });
        CommandRun status = both.command("status");
        assertThat(status.status()).as("a suspicion is no fault").isZero();
        assertThat(status.out()).contains("\nWARNING    WAN and LAN look swapped (WAN wan0, LAN lan0): ");
        assertThat(metrics()).contains("sekimori_line_swap_suspected 1.0");
        Wait.until("the event", () -> events().contains("swap-suspected: cause WAN and LAN look swapped"));

        both.inline.wan.exec("ip", "link", "set", "wanh0", "down");
        Wait.until("the line is down", () -> both.command("status").status() == 1);
        both.inline.wan.exec("ip", "link", "set", "wanh0", "up");
        Wait.until("no suspicion", () -> {
            both.inline.sendFromLan(outward(inside));
            both.inline.sendFromWan(inward(inside));
            return both.status().line().suspicion().isEmpty();
        });
        Wait.until("the event", () -> events().contains("swap-cleared"));
        assertThat(metrics()).contains("sekimori_line_swap_suspected 0.0");
    }

    private List<byte[]> outward(String inside) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            frames.add(frame(inside, outside()));
        }
        return frames;
    }

    private List<byte[]> inward(String inside) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            frames.add(frame(outside(), inside));
        }
        return frames;
    }

    private String outside() {
        return "20." + random.nextInt(60) + "." + random.nextInt(256) + ".1";
    }

    private static byte[] frame(String source, String destination) {
        return FrameBuilder.frame()
                .ipv4(source, destination)
                .udp(4000, 4001)
                .payload("hello")
                .bytes();
    }

    private String health() {
        return new ApiClient(both.paths.apiSocket()).get("/healthz").text();
    }

    private String metrics() {
        return new ApiClient(both.paths.apiSocket()).get("/metrics").text();
    }

    private String events() {
        return both.command("events", "--last", "1000").out();
    }
}
