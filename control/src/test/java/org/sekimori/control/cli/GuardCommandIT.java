package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.command.ProcessLock;
import org.sekimori.dataplane.guard.StandingGuard;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.dataplane.linux.TestNamespace;

/** {@code sekimori guard}: attached by the box's own options, left to the box where that can't be, and removed without a trace. */
class GuardCommandIT {
    @TempDir
    private Path folder;

    private TestNamespace box;
    private TestNamespace wan;
    private TestNamespace lan;

    @BeforeEach
    void makeLine() throws IOException {
        TestKernel.needs(AttachPoint.TCX_INGRESS);
        box = TestNamespace.create("box");
        wan = TestNamespace.create("wan");
        lan = TestNamespace.create("lan");
        TestNamespace.link(wan, "wanh0", box, "wan0");
        TestNamespace.link(lan, "lanh0", box, "lan0");
        wan.exec("ip", "addr", "add", "10.99.0.1/24", "dev", "wanh0");
        lan.exec("ip", "addr", "add", "10.99.0.2/24", "dev", "lanh0");
        box.exec("sysctl", "-qw", "net.ipv6.conf.wan0.disable_ipv6=0");
        box.exec("ip", "link", "set", "lan0", "promisc", "on");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeLine() throws IOException {
        if (box != null) {
            StandingGuard.remove(guard());
            box.close();
            wan.close();
            lan.close();
        }
    }

    private Path run() {
        return folder.resolve("run");
    }

    private Path guard() {
        return run().resolve("box").resolve("guard");
    }

    private record Outcome(int status, String text) {}

    private Outcome sekimori(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--run-dir", run().toString()));
        if (line.contains("attach")) {
            line.addAll(List.of("--state-dir", folder.resolve("state").toString()));
        }
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int status = box.call(() -> SekimoriCommand.execute(out, out, line.toArray(String[]::new)));
        return new Outcome(status, said.toString().strip());
    }

    private String settings() {
        return box.exec("ip", "-o", "link")
                        .replaceAll("(?m)^\\d+: (\\S+): <([^>]*)>.*$", "$1 $2")
                        .replaceAll("NO-CARRIER,|,LOWER_UP|,M-DOWN", "")
                + box.exec("sysctl", "net.ipv6.conf.wan0.disable_ipv6");
    }

    private Path options(String... lines) throws IOException {
        return Files.write(folder.resolve("box.conf"), List.of(lines));
    }

    @Test
    void shouldKeepTheLineByTheOptionsOfTheBoxAndPutAllBack() throws IOException {
        String before = settings();
        Path options = options("# the line", "--wan wan0", "--lan lan0", "--threading shared", "--fail closed");

        Outcome attached = sekimori("guard", "attach", "--profile", "shipped", "--box-options", options.toString());

        assertThat(attached.text()).startsWith("guarding: wan0 <-> lan0, policy 'shipped', fail closed");
        assertThat(attached.status()).isEqualTo(ExitCode.OK);
        // not ping: with --fail closed ARP, which carries no IP, is one of those frames that only a box could judge
        assertThat(sekimori("guard", "status").text())
                .startsWith("guarded: alone for 0 s, no box is there")
                .contains("wan: tcx", "lan: tcx");
        assertThat(settings()).isNotEqualTo(before);
        assertThat(sekimori("guard", "remove")).isEqualTo(new Outcome(ExitCode.OK, "removed"));
        assertThat(settings()).isEqualTo(before);
        assertThat(guard()).doesNotExist();
        assertThat(sekimori("guard", "remove")).isEqualTo(new Outcome(ExitCode.OK, "no guard is there"));
    }

    @Test
    void shouldForwardWithoutABox() {
        assertThat(sekimori("guard", "attach", "--wan", "wan0", "--lan", "lan0").status())
                .isEqualTo(ExitCode.OK);

        assertThat(wan.pings("10.99.0.2")).isTrue();
        sekimori("guard", "remove");
        assertThat(wan.pings("10.99.0.2")).isFalse();
    }

    /** The policy that control will name may drop less, or more. */
    @Test
    void shouldLeaveAllToTheBoxWhereNoPolicyWasKept() throws IOException {
        Outcome left = attachForNobody("--wan", "wan0", "--lan", "lan0");

        assertThat(left.text())
                .isEqualTo("not guarding yet: no policy has been kept yet; left to the box's next start");
        assertThat(left.status()).isEqualTo(ExitCode.OK);
        assertThat(ownersBelow(run().resolve("box"))).contains("guard 65534", "guard/1 65534");
        assertThat(settings()).doesNotContain("NOARP");
    }

    @Test
    void shouldLeaveAMissingInterfaceToTheBox() throws IOException {
        Outcome left = attachForNobody("--profile", "shipped", "--wan", "wan0", "--lan", "lan9");

        assertThat(left.text()).startsWith("not guarding yet: interface 'lan9': there is none of that name");
        assertThat(left.status()).isEqualTo(ExitCode.OK);
        assertThat(sekimori("guard", "attach", "--wan", "wan0", "--lan", "lan9").status())
                .isEqualTo(ExitCode.BAD_INPUT);
    }

    /** How the interfaces were found is the box's to read: it may be the one to put them back. */
    @Test
    void shouldGiveWhatItMakesToTheUserOfTheBox() throws IOException {
        attachForNobody("--profile", "shipped", "--wan", "wan0", "--lan", "lan0");

        assertThat(Files.getAttribute(run().resolve("box"), "unix:uid")).isEqualTo(65534);
        assertThat(ownersBelow(run().resolve("box")))
                .filteredOn(line -> !line.startsWith("guard.lock"))
                .contains("guard/wan 65534", "guard/lan 65534", "guard/1/guard 65534")
                .allMatch(line -> line.endsWith(" 65534"))
                .anyMatch(line -> line.startsWith("found-"));
    }

    private Outcome attachForNobody(String... more) {
        List<String> words = new ArrayList<>(List.of("guard", "attach", "--box-user", "nobody"));
        words.addAll(List.of(more));
        return sekimori(words.toArray(String[]::new));
    }

    private static List<String> ownersBelow(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            List<String> owners = new ArrayList<>();
            for (Path path : all.filter(path -> !path.equals(top)).toList()) {
                owners.add(top.relativize(path) + " " + Files.getAttribute(path, "unix:uid"));
            }
            return owners;
        }
    }

    @Test
    void shouldHaveNoGuardWhereTheBoxHasNone() throws IOException {
        Path options = options("--wan wan0", "--lan lan0", "--no-guard");

        Outcome none = sekimori("guard", "attach", "--box-options", options.toString());

        assertThat(none).isEqualTo(new Outcome(ExitCode.OK, "not guarding: " + options + ": it has --no-guard"));
        assertThat(sekimori("guard", "status").status()).isEqualTo(ExitCode.NO);
    }

    @Test
    void shouldSayWhatIsWrongWithTheOptionsOfTheBox() throws IOException {
        Path options = options("--wan wan0", "--lan lan0", "--idel poll");

        Outcome wrong = sekimori("guard", "attach", "--box-options", options.toString());

        assertThat(wrong.text())
                .startsWith("sekimori guard attach: " + options + ": Unknown options: '--idel', 'poll'");
        assertThat(wrong.status()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(sekimori("guard", "attach", "--box-options", "/nowhere").text())
                .isEqualTo("sekimori guard attach: /nowhere: there is no such file, or it can't be read");
    }

    @Test
    void shouldKeepOffAnotherCommandThatIsAtIt() throws IOException {
        Path lock = run().resolve("box").resolve("guard.lock");
        Optional<ProcessLock> other = ProcessLock.take(lock, line -> {});

        assertThat(sekimori("guard", "attach", "--wan", "wan0", "--lan", "lan0"))
                .isEqualTo(new Outcome(
                        ExitCode.BAD_INPUT,
                        "sekimori guard attach: another command is at the guard: this process holds " + lock
                                + "; try again once it is done"));
        assertThat(sekimori("guard", "remove").status()).isEqualTo(ExitCode.BAD_INPUT);
        other.orElseThrow().close();
        assertThat(sekimori("guard", "attach", "--wan", "wan0", "--lan", "lan0").status())
                .isEqualTo(ExitCode.OK);
    }
}
