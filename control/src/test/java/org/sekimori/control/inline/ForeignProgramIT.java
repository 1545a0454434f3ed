package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.XdpDescriptor;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.ProgramLink;
import org.sekimori.dataplane.linux.TestKernel;

/** Programs that somebody else puts at a port are seen, said and left alone, and so is that they are gone; the box's own are not. */
@Tag("long")
class ForeignProgramIT {
    @TempDir
    Path folder;

    private BoxAndControl both;

    @BeforeEach
    void prepare() {
        TestKernel.needs(AttachPoint.XDP);
        TestKernel.needs(AttachPoint.TCX_INGRESS);
        both = new BoxAndControl(folder);
    }

    @AfterEach
    void stop() {
        both.close();
    }

    @Test
    void shouldSayEverywhereThatSomebodyElseHasAnXdpProgramAtAPort() {
        both.startBox().startControl();
        Wait.until("the line is up", () -> both.command("status").status() == 0);
        try (ProgramLink foreign = attach(AttachPoint.XDP, XdpDescriptor.DROP, "wan0")) {
            assertThat(foreign.mode()).isPresent();
            Wait.until("status 1", () -> both.command("status").status() == 1);
            assertThat(both.command("status").out())
                    .containsPattern(
                            "\nPROBLEM    WAN port wan0: what somebody else put there may drop frames unseen.*:"
                                    + " XDP program [0-9]+ \\((native|generic)\\)\n");
            CommandRun json = both.command("status", "--json");
            assertThat(json.status()).isEqualTo(1);
            assertThat(json.out()).containsPattern("\"condition\" *: *\"what somebody else .* XDP program [0-9]+");
            assertThat(metrics()).contains("sekimori_line_up 0.0");
            Wait.until("the log", () -> both.inline.log().contains("\nwarning: WAN port wan0: what somebody else"));
            Wait.until("the event", () -> events().contains("port-blocked: port wan"));
            assertThat(both.inline.lets5000In()).as("it is left alone").isFalse();
        }
        Wait.until("status 0", () -> both.command("status").status() == 0);
        Wait.until("the log", () -> both.inline.log().contains("\nWAN port wan0: nothing blocks it any more"));
        Wait.until("the event", () -> events().contains("port-unblocked: port wan"));
        assertThat(metrics()).contains("sekimori_line_up 1.0");
    }

    /** As the box's unit gives it no other capabilities; with programs of its own around, whose policies come and go. */
    @ParameterizedTest
    @CsvSource({"off, TCX_INGRESS", "off, TCX_EGRESS", "forward-tcx, TCX_INGRESS", "forward-xdp, TCX_EGRESS"})
    void shouldTellForeignTcxProgramsFromItsOwn(String offload, AttachPoint point) throws Exception {
        startAsItsUnitDoes(offload);
        ownPrograms();
        try (ProgramLink foreign = attach(point, TcxDescriptor.NEXT, "lan0")) {
            Wait.until("it is said", () -> condition(PortRole.LAN).contains(point + " program "));
            assertThat(condition(PortRole.LAN))
                    .containsPattern(": " + point + " program [0-9]+$")
                    .contains("dev lan0");
            assertThat(condition(PortRole.WAN)).isEmpty();
        }
        Wait.until("it is gone", () -> condition(PortRole.LAN).isEmpty());
    }

    /** Nothing is said of the box's own in the time that two looks take. */
    private void ownPrograms() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            Thread.sleep(100);
            assertThat(condition(PortRole.WAN) + condition(PortRole.LAN)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingress", "egress"})
    void shouldSayThatThereAreFiltersOfTc(String side) throws Exception {
        startAsItsUnitDoes("off");
        both.inline.box.exec("tc", "qdisc", "add", "dev", "wan0", "clsact");
        both.inline.box.exec(
                ("tc filter add dev wan0 " + side + " protocol ip u32 match u32 0 0 classid 1:1").split(" "));
        Wait.until("it is said", () -> condition(PortRole.WAN).endsWith(": tc " + side + " filter (u32)"));
        both.inline.box.exec("tc", "filter", "del", "dev", "wan0", side);
        Wait.until("it is gone", () -> condition(PortRole.WAN).isEmpty());
    }

    @Test
    void shouldSeeWhatIsThereWhenTheBoxStarts() throws Exception {
        try (ProgramLink foreign = attach(AttachPoint.XDP, XdpDescriptor.PASS, "wan0")) {
            startAsItsUnitDoes("drop");
            Wait.until("it is said", () -> condition(PortRole.WAN).contains("XDP program "));
            assertThat(both.status().offload().isLacking()).isTrue();
            assertThat(both.command("status").out())
                    .containsPattern("\noffload    none, bpf LINK_CREATE XDP: .*\n")
                    .contains(
                            "WARNING    the kernel doesn't do all that --offload asks for: none, bpf LINK_CREATE XDP");
            assertThat(both.inline.lets5000In()).as("frames cross all the same").isTrue();
        }
        Wait.until("it is gone", () -> condition(PortRole.WAN).isEmpty());
    }

    private void startAsItsUnitDoes(String offload) throws Exception {
        both.inline.copiedTo(Files.createDirectory(folder.resolve("classes"))).by(UnitUser.words());
        for (Path own : new Path[] {both.paths.runDir(), both.paths.stateDir()}) {
            Files.createDirectory(own);
            both.inline.box.exec("chown", UnitUser.NOBODY + ":" + UnitUser.NOBODY, own.toString());
        }
        both.startBox("--offload", offload, "--warm-up", "0");
    }

    private ProgramLink attach(AttachPoint point, int verdict, String port) {
        return both.inline.box.call(() -> {
            int index = Integer.parseInt(both.inline
                    .box
                    .exec("cat", "/sys/class/net/" + port + "/ifindex")
                    .trim());
            try (LoadedProgram program = LoadedProgram.load(
                    point, new Assembler().move(Register.R0, verdict).exit().assemble())) {
                return ProgramLink.attach(program, index);
            }
        });
    }

    private String condition(PortRole role) {
        return both.status().line().port(role).condition();
    }

    private String metrics() {
        return new ApiClient(both.paths.apiSocket()).get("/metrics").text();
    }

    private String events() {
        return both.command("events", "--last", "1000").out();
    }
}
