package org.sekimori.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.cli.SekimoriCommand;
import org.sekimori.policy.profile.Profile;

/** What the Debian package holds, looked at from outside; {@link DebianIT} installs it. */
final class PackageIT {
    private static final List<String> PROGRAMS = List.of("dpkg-deb", "mandoc", "systemd-analyze", "bash");

    /** A row of the licence table: name, the classes' folder, the licence. */
    private static final Pattern LIBRARY = Pattern.compile("(?m)^  \\S.*?\\s{2,}([a-z][a-z0-9/]*)\\s{2,}\\S.*$");

    private static final Pattern LICENCE_TEXT = Pattern.compile("[\\w.-]+\\.(txt|md)");

    @TempDir
    private static Path root;

    @TempDir
    private static Path control;

    @BeforeAll
    static void unpack() {
        for (String program : PROGRAMS) {
            Assumptions.assumeTrue(Deb.isInstalled(program), program + " is not installed");
        }
        Deb.unpackTo(root);
        Deb.unpackControlTo(control);
    }

    @Test
    void shouldSayWhatItNeedsAndForWhichMachinesItIs() {
        assertThat(Deb.field("Package")).isEqualTo("sekimori");
        assertThat(Deb.field("Architecture")).isEqualTo("all");
        assertThat(Deb.field("Depends"))
                .contains("default-jre-headless (>= 2:1.17) | java17-runtime-headless")
                .contains("libpcap0.8");
        assertThat(Deb.file().getFileName()).hasToString("sekimori_" + Deb.field("Version") + "_all.deb");
    }

    @Test
    void shouldBelongToRootAndBeWrittenByRootOnly() {
        assertThat(Deb.listing())
                .isNotEmpty()
                .allMatch(line -> line.matches("(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--) root/root .*"));
        assertThat(Deb.listing().stream().filter(line -> line.startsWith("-rwx")))
                .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                .containsExactlyInAnyOrder(
                        "./usr/bin/sekimori",
                        "./usr/lib/sekimori/box-service",
                        "./usr/lib/sekimori/make-class-archive",
                        "./usr/lib/sekimori/names-two-interfaces",
                        "./usr/lib/sekimori/tell-restart");
    }

    @Test
    void shouldLeaveTheConfigurationToTheAdministrator() throws IOException {
        assertThat(Files.readAllLines(control.resolve("conffiles")))
                .containsExactlyInAnyOrder(
                        "/etc/sekimori/box.conf", "/etc/sekimori/control.conf", "/etc/sekimori/policy.yaml");
        assertThat(root.resolve("etc/sekimori/policy.yaml")).hasContent(Profile.SHIPPED.text());
    }

    @Test
    void shouldShipEveryProfile() {
        assertThat(root.resolve("usr/share/sekimori/profiles").toFile().list())
                .containsExactlyInAnyOrder(Arrays.stream(Profile.values())
                        .map(profile -> profile.word() + ".yaml")
                        .toArray(String[]::new));
    }

    @Test
    void shouldHaveAManualPageForEveryCommandThatNothingCanBeSaidAgainst() {
        Path manual = root.resolve("usr/share/man/man1");
        String[] expected = Generate.pages(SekimoriCommand.commandLine()).stream()
                .map(page -> page.name() + ".1.gz")
                .toArray(String[]::new);

        assertThat(manual.toFile().list()).containsExactlyInAnyOrder(expected);
        for (String page : expected) {
            assertThat(Deb.output(
                            "mandoc", "-Tlint", "-Wall", manual.resolve(page).toString()))
                    .isEmpty();
        }
    }

    @Test
    void shouldCompleteCommandsAndOptions() {
        assertThat(completionsOf("sekimori", "pol")).contains("policy");
        assertThat(completionsOf("sekimori", "policy", "ch")).contains("check");
        assertThat(completionsOf("sekimori", "replay", "--la")).contains("--lan-net");
    }

    private List<String> completionsOf(String... words) {
        Path script = root.resolve("usr/share/bash-completion/completions/sekimori");
        String asked = "source '" + script + "'; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_sekimori; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return Deb.output("bash", "-c", asked).lines().map(String::strip).toList();
    }

    /** Against the units of this machine's systemd, which those of the package refer to. */
    @Test
    void shouldHaveUnitsThatSystemdAccepts() throws IOException {
        Path units = Path.of("usr/lib/systemd/system");
        Deb.output(
                "cp",
                "-a",
                "-n",
                Path.of("/").resolve(units) + "/.",
                root.resolve(units).toString());
        Path shell = Files.createDirectories(root.resolve("bin")).resolve("sh");
        Files.writeString(shell, "");
        assertThat(shell.toFile().setExecutable(true)).isTrue();

        assertThat(Deb.output(
                        "systemd-analyze",
                        "verify",
                        "--man=no",
                        "--root=" + root,
                        "sekimori-box.service",
                        "sekimori-control.service",
                        "sekimori-guard.service"))
                .doesNotContain("sekimori");
    }

    @Test
    void shouldGiveTheBoxThreeCapabilitiesAndControlNone() throws IOException {
        assertThat(unit("box"))
                .contains("CapabilityBoundingSet=CAP_NET_RAW CAP_NET_ADMIN CAP_BPF", "User=sekimori-box")
                .contains("AmbientCapabilities=CAP_NET_RAW CAP_NET_ADMIN CAP_BPF");
        assertThat(unit("control")).contains("CapabilityBoundingSet=", "AmbientCapabilities=", "User=sekimori");
    }

    /** A mount namespace of its own would hide from the box what the guard mounts. */
    @Test
    void shouldHaveAGuardThatTheBoxSees() throws IOException {
        assertThat(unit("guard"))
                .contains("Type=oneshot", "RemainAfterExit=yes", "Before=sekimori-box.service")
                .noneMatch(line ->
                        line.matches("(Protect|Private|ReadOnly|ReadWrite|Inaccessible|RuntimeDir|StateDir).*"));
        assertThat(unit("box"))
                .contains("PartOf=sekimori-guard.service")
                .anyMatch(line -> line.matches("Wants=.*sekimori-guard.service.*"))
                .anyMatch(line -> line.matches("After=.*sekimori-guard.service.*"));
    }

    /** The box is a child of its service's main process; control must not wait for a target that waits for the box. */
    @Test
    void shouldHaveServicesThatSayWhenTheyAreUp() throws IOException {
        assertThat(unit("box"))
                .contains("Type=notify", "NotifyAccess=all")
                .noneMatch(line -> line.startsWith("Before="));
        assertThat(unit("control")).contains("Type=notify");
    }

    private static List<String> unit(String name) throws IOException {
        return Files.readAllLines(root.resolve("usr/lib/systemd/system/sekimori-" + name + ".service"));
    }

    @Test
    void shouldHaveScriptsThatAShellCanRead() {
        Stream.of("postinst", "prerm", "postrm").map(control::resolve).forEach(PackageIT::read);
        Deb.listing().stream()
                .filter(line -> line.startsWith("-rwx"))
                .map(line -> root.resolve(line.substring(line.lastIndexOf(' ') + 1)))
                .forEach(PackageIT::read);
    }

    private static void read(Path script) {
        assertThat(script).isExecutable();
        Deb.output("sh", "-n", script.toString());
    }

    @Test
    void shouldBringTheLicenceOfEveryLibraryInTheProgram() throws IOException {
        try (JarFile program =
                new JarFile(root.resolve("usr/share/sekimori/sekimori.jar").toFile())) {
            String notice = text(program, "META-INF/NOTICE");
            String table = notice.substring(notice.indexOf("Libraries in"));
            List<String> known =
                    LIBRARY.matcher(table).results().map(row -> row.group(1)).toList();
            List<String> texts = LICENCE_TEXT
                    .matcher(table)
                    .results()
                    .map(MatchResult::group)
                    .toList();

            assertThat(classes(program)).allMatch(name -> known.stream().anyMatch(name::startsWith), "named in NOTICE");
            assertThat(known).allMatch(folder -> program.getEntry(folder + "/") != null, "still there");
            assertThat(texts)
                    .isNotEmpty()
                    .allMatch(name -> program.getEntry("META-INF/licences/" + name) != null, "text in the jar");
            assertThat(text(program, "META-INF/LICENSE")).contains("Apache License");
            assertThat(root.resolve("usr/share/doc/sekimori/copyright"))
                    .content(StandardCharsets.UTF_8)
                    .contains("Eclipse Public License - v 2.0", "QOS.ch", "Pcap4J", table);
        }
    }

    private static List<String> classes(JarFile program) {
        return program.stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.replaceFirst("^META-INF/versions/[0-9]+/", ""))
                .filter(name -> !name.startsWith("org/sekimori/"))
                .toList();
    }

    private static String text(JarFile jar, String name) throws IOException {
        try (var in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
