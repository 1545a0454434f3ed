package org.sekimori.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.sekimori.control.lab.net.Command;

/** The package's life on a Debian machine that has booted: installed, started, upgraded and purged, in this order. */
@Tag("slow")
@TestMethodOrder(OrderAnnotation.class)
final class DebianIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PACKAGE = "/root/sekimori.deb";

    /** All files but those that any installation changes. */
    private static final String FILES =
            "find / -xdev \\( -path /proc -o -path /sys -o -path /tmp -o -path /var/tmp -o -path /root"
                    + " -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/log -o -path /var/cache/apt"
                    + " -o -path /var/cache/debconf -o -path '/etc/*-' \\) -prune -o -printf '%p %M %u:%g\\n' | sort";

    /** Asks control for the status, with what every Debian machine has. */
    private static final String ASK =
            "perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new(q(/run/sekimori/control/api.sock))"
                    + " or die; print $s qq(GET /api/v1/status HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n); print while <$s>;'";

    private static DebianRoot root;
    private static DebianMachine machine;
    private static List<String> filesBefore;

    @BeforeAll
    static void boot() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "needs root, to boot a machine in namespaces");
        Assumptions.assumeTrue(DebianMachine.cgroups().isPresent(), "kernel: no cgroup2 hierarchy");
        root = DebianRoot.fresh();
        machine = DebianMachine.boot(root);
        filesBefore = machine.shell(FILES).lines().toList();
    }

    @AfterAll
    static void end() throws InterruptedException {
        if (machine != null) {
            machine.close();
        }
        if (root != null) {
            root.close();
        }
    }

    @Test
    @Order(1)
    void shouldInstallAndStartNothingYet() throws IOException {
        machine.put(Deb.file(), PACKAGE);

        String said = machine.shell("apt-get install -y --no-install-recommends " + PACKAGE);

        assertThat(said.lines().filter(line -> line.startsWith("sekimori: ")))
                .containsExactly("sekimori: filters nothing yet: name two interfaces in /etc/sekimori/box.conf,"
                        + " then 'systemctl start sekimori-box'");
        assertThat(unitsThatAre("is-enabled")).containsExactly("enabled", "enabled");
        awaitOk("systemctl show -P ActiveState sekimori-control | grep -x inactive");
        assertThat(unitsThatAre("is-active")).containsExactly("inactive", "inactive");
        assertThat(machine.run("systemctl", "is-system-running").text()).isEqualTo("running\n");
    }

    @Test
    @Order(2)
    void shouldRunCommandsWhereTheTemporaryFoldersHoldNoPrograms() throws IOException {
        machine.put(
                Path.of("..", "control", "src", "test", "resources", "golden", "cldap", "input.pcap"), "/root/x.pcap");

        String said = machine.shell("""
                unshare --mount sh -euc '
                for folder in /tmp /var/tmp /run; do mount -t tmpfs -o noexec tmpfs $folder; done
                export HOME=/tmp
                sekimori --version
                sekimori policy check /etc/sekimori/policy.yaml
                sekimori replay /root/x.pcap'""");

        assertThat(said).startsWith("sekimori ").contains("cldap");
    }

    @Test
    @Order(3)
    void shouldFilterOnceTwoInterfacesAreNamed() {
        machine.shell("""
                for side in wan lan; do
                  ip netns add $side
                  ip link add ${side}0 type veth peer name end netns $side
                  ip -n $side link set end up
                done
                ip -n wan address add 192.0.2.1/24 dev end
                ip -n lan address add 192.0.2.2/24 dev end
                sed -i 's/^#--wan .*/--wan wan0/; s/^#--lan .*/--lan lan0/' /etc/sekimori/box.conf
                systemctl start sekimori-box && ip netns exec wan ping -c 1 -W 1 192.0.2.2""");

        assertThat(statusText("sekimori-box")).matches("filtering by policy 'shipped' \\([0-9]+ rules\\), epoch [12]");
        awaitOk(ASK);
        awaitOk("systemctl show -P StatusText sekimori-control | grep \"^policy 'shipped', entry 1 \"");
        assertThat(unitsThatAre("is-active")).containsExactly("active", "active");
        assertThat(machine.shell("journalctl -o cat -u sekimori-box"))
                .contains("kept off by tcx", "offload: forward by tcx");
        assertThat(statusText("sekimori-guard"))
                .isEqualTo("not guarding yet: no policy has been kept yet; left to the box's next start");
        assertThat(guardStatus()).startsWith("guarded: kernel-first for ");
    }

    private static String guardStatus() {
        return machine.run("sekimori", "guard", "status").text();
    }

    private static String statusText(String unit) {
        return machine.shell("systemctl show -P StatusText " + unit);
    }

    @Test
    @Order(4)
    void shouldGiveEachProcessItsUserAndNoMorePrivilegesThanItUses() {
        assertThat(statusOf("sekimori-box"))
                .contains("Uid: sekimori-box", "CapEff: 0000008000003000", "CapBnd: 0000008000003000")
                .contains("NoNewPrivs: 1", "Seccomp: 2");
        assertThat(statusOf("sekimori-control"))
                .contains("Uid: sekimori", "CapEff: 0000000000000000", "CapBnd: 0000000000000000")
                .contains("NoNewPrivs: 1", "Seccomp: 2");
    }

    private static List<String> statusOf(String unit) {
        return machine.shell("pid=$(systemctl show -P MainPID " + unit + "); echo Uid: $(stat -c %U /proc/$pid);"
                        + " grep -E '^(Cap(Eff|Bnd)|NoNewPrivs|Seccomp):' /proc/$pid/status | tr -s '\t ' ' '")
                .lines()
                .toList();
    }

    @Test
    @Order(5)
    void shouldLetTheGroupAskAndNobodyElse() {
        assertThat(modesBelow("/run/sekimori"))
                .contains(
                        "box drwxr-x--- sekimori-box:sekimori",
                        "box/state -rw-r----- sekimori-box:sekimori",
                        "box/command.sock srw-rw---- sekimori-box:sekimori",
                        "box/guard drwx-----T sekimori-box:sekimori",
                        "control drwxr-x--- sekimori:sekimori",
                        "control/api.sock srw-rw---- sekimori:sekimori");
        assertThat(modesBelow("/var/lib/sekimori"))
                .contains("box drwxr-x--- sekimori-box:sekimori", "control drwxr-x--- sekimori:sekimori");
        machine.shell("adduser --quiet --system --ingroup sekimori asker");
        assertThat(as("asker", "sh", "-c", ASK).text()).contains("200 OK", "\"box\"");
        assertThat(as("asker", "sekimori", "status").text()).startsWith("box        filtering, ");
        for (String user : List.of("asker", "nobody")) {
            assertThat(as(user, "sekimori", "guard", "status").text())
                    .isEqualTo(
                            "sekimori guard status: you may not read '/run/sekimori/box/guard'; be root, or the user that"
                                    + " the box runs as\n");
        }
        assertThat(as("nobody", "sh", "-c", ASK).isOk()).isFalse();
        assertThat(as("nobody", "sekimori", "status").text())
                .contains(
                        "box        unknown: you may not read '/run/sekimori/box/state'; be root, or a member of the group");
        machine.shell("deluser --quiet asker");
    }

    private static List<String> modesBelow(String folder) {
        return machine.shell("find " + folder + " -mindepth 1 -printf '%P %M %u:%g\\n'")
                .lines()
                .toList();
    }

    private static Command.Result as(String user, String... words) {
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=nogroup", "--init-groups"));
        all.addAll(List.of(words));
        return machine.run(all.toArray(String[]::new));
    }

    @Test
    @Order(6)
    void shouldStartAKilledBoxAgainAndLeaveControlAlone() {
        String control = machine.shell("systemctl show -P MainPID sekimori-control");

        assertThat(lostWhile("systemctl kill -s KILL sekimori-box; sleep 4")).isZero();

        awaitFrames();
        assertThat(machine.shell("systemctl show -P NRestarts sekimori-box")).isEqualTo("1");
        assertThat(machine.shell("systemctl show -P MainPID sekimori-control")).isEqualTo(control);
    }

    /** The next box practises first, and no port is set down on the way. */
    @Test
    @Order(7)
    void shouldHandTheLineOverWhenRestarted() {
        String starts = "journalctl -o cat -u sekimori-box | grep -c filtering:";
        String carrier = "ip netns exec wan cat /sys/class/net/end/carrier_changes";
        int startsBefore = Integer.parseInt(machine.shell(starts));
        String carrierBefore = machine.shell(carrier);

        assertThat(lostWhile("systemctl restart sekimori-box")).isZero();

        assertThat(Integer.parseInt(machine.shell(starts))).isGreaterThan(startsBefore);
        assertThat(machine.shell(carrier)).isEqualTo(carrierBefore);
        assertThat(processesOfTheBox()).containsExactlyInAnyOrder("box-service", "java");
        assertThat(machine.shell("journalctl -o cat -u sekimori-box | grep practised | tail -n 1"))
                .contains("practised");
    }

    private static List<String> processesOfTheBox() {
        return machine.run(
                        "sh",
                        "-c",
                        "cat $(sed 's#.*#/proc/&/comm#' /sys/fs/cgroup/system.slice/sekimori-box.service/cgroup.procs)")
                .text()
                .lines()
                .toList();
    }

    /** The box that runs is left to forward while the next one waits; then that one waits for the interface as long as it takes. */
    @Test
    @Order(8)
    void shouldFailAStartWhoseInterfaceDoesNotCome() {
        machine.shell("sed -i 's/--wan wan0/--wan wan9/' /etc/sekimori/box.conf");

        assertThat(machine.run("systemctl", "restart", "sekimori-box").isOk()).isFalse();

        awaitFrames();
        machine.run("systemctl", "stop", "sekimori-box");
        assertThat(machine.run("systemctl", "start", "sekimori-box").isOk()).isFalse();
        awaitOk("systemctl is-active sekimori-box");
        awaitOk("systemctl show -P StatusText sekimori-box"
                + " | grep \"^waiting for interface 'wan9'.*; the guard keeps the line meanwhile$\"");
        machine.shell("ip link set wan0 down && ip link set wan0 name wan9 && ip link set wan9 up");
        awaitFrames();
        awaitOk("systemctl show -P StatusText sekimori-box | grep '^filtering by policy'");
        machine.shell("systemctl stop sekimori-box && sed -i 's/--wan wan9/--wan wan0/' /etc/sekimori/box.conf"
                + " && ip link set wan9 down && ip link set wan9 name wan0 && ip link set wan0 up"
                + " && systemctl start sekimori-box");
        awaitFrames();
    }

    /** Neither the box that was left to forward nor the one that practises goes on. */
    @Test
    @Order(9)
    void shouldStopTheBoxWhileItIsHandedOver() {
        machine.shell("systemctl restart --no-block sekimori-box");
        awaitOk("systemctl show -P SubState sekimori-box | grep -x start");
        awaitOk("grep -x box-service /proc/$(systemctl show -P MainPID sekimori-box)/comm");

        machine.shell("systemctl stop sekimori-box");

        assertThat(processesOfTheBox()).doesNotContain("java", "box-service", "sleep");
        machine.shell("systemctl start sekimori-box");
        awaitFrames();
    }

    /** By the policy of the box: what it drops doesn't get in meanwhile. */
    @Test
    @Order(10)
    void shouldKeepTheLineWhileTheBoxIsStopped() {
        assertThat(lostWhile("systemctl stop sekimori-box; sleep 2")).isZero();

        assertThat(guardStatus()).startsWith("guarded: alone for ").contains(", no box is there");
        assertThat(portsReached()).isEqualTo("5000");
        assertThat(settings()).contains("PROMISC", "NOARP", "disable_ipv6:1");
        assertThat(lostWhile("systemctl start sekimori-box")).isZero();
        assertThat(guardStatus()).startsWith("guarded: kernel-first for ");
        assertThat(portsReached()).isEqualTo("5000");
    }

    /** Of CLDAP and a port that nobody guards, those at the inside host that a datagram from outside reaches. */
    private static String portsReached() {
        return machine.shell("""
                ip netns exec lan perl -MIO::Socket::INET -MIO::Select -e '
                  my $all = IO::Select->new(map { IO::Socket::INET->new(Proto => "udp", LocalPort => $_) or die } @ARGV);
                  my %got;
                  my $end = time + 4;
                  while (time < $end) { for ($all->can_read(0.2)) { $_->recv(my $data, 99); $got{$_->sockport} = 1 } }
                  print join(" ", sort keys %got)' 389 5000 &
                sleep 1
                ip netns exec wan perl -MIO::Socket::INET -e '
                  IO::Socket::INET->new(Proto => "udp", PeerAddr => "192.0.2.2", PeerPort => $_)->send("0") for 389, 5000'
                wait""");
    }

    private static String settings() {
        return machine.shell("ip link show dev wan0; ip link show dev lan0;"
                + " cd /proc/sys/net/ipv6/conf; grep -H . wan0/disable_ipv6 lan0/disable_ipv6");
    }

    /**
     * How many of the pings that an outside host sends each 10 ms an inside host doesn't answer while that is done, and for some
     * seconds afterwards.
     */
    private static int lostWhile(String script) {
        String said = machine.shell(
                "ip netns exec wan ping -q -i 0.01 -c 100000 192.0.2.2 >/tmp/pings & pings=$!; sleep 0.5; " + script
                        + "; sleep 1; kill -INT $pings; wait $pings || true; cat /tmp/pings");
        Matcher counts =
                Pattern.compile("(\\d+) packets transmitted, (\\d+) received").matcher(said);
        assertThat(counts.find()).as(said).isTrue();
        int sent = Integer.parseInt(counts.group(1));
        assertThat(sent).isGreaterThan(100);
        return sent - Integer.parseInt(counts.group(2));
    }

    /** The notes of how the interfaces were found have outlived the box that was killed. */
    @Test
    @Order(11)
    void shouldTakeAllAwayWithTheGuardsUnit() {
        machine.shell("systemctl reload sekimori-control && systemctl stop sekimori-guard");

        assertThat(unitsThatAre("is-active")).containsExactly("inactive", "active");
        assertThat(machine.run("ip", "netns", "exec", "wan", "ping", "-c", "1", "-W", "1", "192.0.2.2")
                        .isOk())
                .isFalse();
        assertThat(settings()).doesNotContain("PROMISC", "NOARP", "disable_ipv6:1");
        assertThat(machine.shell("cat /proc/mounts")).doesNotContain("/run/sekimori/box/guard");
    }

    /** As when the machine starts: the guard is there before the box, by the policy that the box kept. */
    @Test
    @Order(12)
    void shouldKeepTheLineBeforeTheBoxIsThere() {
        machine.shell("systemctl start sekimori-guard");

        assertThat(unitsThatAre("is-active")).containsExactly("inactive", "active");
        assertThat(statusText("sekimori-guard"))
                .startsWith("guarding: wan0 <-> lan0, policy 'shipped', fail open; what needs a box waits for one");
        assertThat(portsReached()).isEqualTo("5000");
        assertThat(lostWhile("systemctl start sekimori-box")).isZero();
    }

    private static void awaitFrames() {
        awaitOk("ip netns exec wan ping -c 1 -W 1 192.0.2.2");
    }

    private static void awaitOk(String command) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Command.Result last = machine.run("sh", "-c", command);
        while (!last.isOk() && System.nanoTime() - deadline < 0) {
            last = machine.run("sh", "-c", command);
        }
        assertThat(last.isOk()).as("%s: %s", command, last.text()).isTrue();
    }

    @Test
    @Order(13)
    void shouldKeepTheConfigurationAndTheLineAndRestartBothWhenUpgraded() {
        machine.shell("echo '# my own line' >>/etc/sekimori/box.conf");
        String configured = machine.shell("cat /etc/sekimori/box.conf");
        List<String> before = mainProcesses();
        machine.shell(
                "cd /root && dpkg-deb -R " + PACKAGE
                        + " newer && echo '# of the newer version' >>newer/etc/sekimori/box.conf"
                        + " && sed -i 's/^Version: .*/&+1/' newer/DEBIAN/control && dpkg-deb --root-owner-group -Znone -b newer newer.deb");

        assertThat(lostWhile("dpkg --force-confdef --force-confold -i /root/newer.deb >/root/dpkg.log 2>&1; sleep 5"))
                .isZero();

        assertThat(machine.shell("cat /etc/sekimori/box.conf")).isEqualTo(configured);
        assertThat(machine.shell("rm /etc/sekimori/box.conf.dpkg-dist; dpkg-query -W -f '${Version}' sekimori"))
                .endsWith("+1");
        assertThat(mainProcesses()).doesNotContainAnyElementsOf(before).doesNotContain("0");
        awaitFrames();
    }

    private static List<String> mainProcesses() {
        return machine.shell("systemctl show --value -p MainPID sekimori-box sekimori-control | grep .")
                .lines()
                .toList();
    }

    @Test
    @Order(14)
    void shouldLeaveNothingBehindWhenPurgedButTheUsers() {
        machine.shell("apt-get purge -y sekimori");

        assertThat(machine.shell("find /proc -maxdepth 1 -user sekimori -o -user sekimori-box"))
                .isEmpty();
        assertThat(machine.shell(FILES).lines().toList()).isEqualTo(filesBefore);
        assertThat(machine.shell("getent passwd sekimori sekimori-box | cut -d: -f1")
                        .lines())
                .containsExactlyInAnyOrder("sekimori", "sekimori-box");
        assertThat(machine.shell("systemctl --failed --no-legend")).isEmpty();
        assertThat(settings()).doesNotContain("PROMISC", "NOARP", "disable_ipv6:1");
        assertThat(machine.shell("cat /proc/mounts")).doesNotContain("sekimori");
        assertThat(machine.run("ls", "/run/sekimori").isOk()).isFalse();
    }

    private static List<String> unitsThatAre(String question) {
        return machine.run("systemctl", question, "sekimori-box", "sekimori-control")
                .text()
                .lines()
                .toList();
    }
}
