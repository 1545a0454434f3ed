package org.sekimori.control.inline;

import java.nio.file.Path;
import java.util.List;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.ProgramProcess;
import org.sekimori.control.lab.net.Programs;
import org.sekimori.control.lab.net.Workspace;
import org.sekimori.control.lab.server.Site;

/**
 * The site's ntpd, which asks the internet's time server once a second, by IPv4 and IPv6, from port 123 to port 123. It measures how far
 * the clocks are apart and leaves this machine's alone: it neither wants to set it nor may.
 */
final class ClockClient {
    private static final String CONFIGURATION = """
            disable ntp
            statsdir %s/
            filegen peerstats file peerstats type none enable
            interface ignore wildcard
            interface ignore all
            interface listen %s
            interface listen %s
            server %s iburst minpoll 0 maxpoll 0
            server %s iburst minpoll 0 maxpoll 0
            restrict 127.0.0.1
            """;

    private static final int ADDRESS = 2;
    private static final int OFFSET = 4;
    private static final int DELAY = 5;
    private static final int COLUMN_COUNT = 6;

    private final Path statistics;
    private final ProgramProcess process;

    private ClockClient(Path statistics, ProgramProcess process) {
        this.statistics = statistics;
        this.process = process;
    }

    static ClockClient start(Site site) {
        Path home = site.workspace().folder("clock-client");
        String text =
                CONFIGURATION.formatted(home, Addresses.HOST, Addresses.HOST_V6, Addresses.SERVER, Addresses.SERVER_V6);
        Path configuration = site.workspace().write(home.resolve("ntp.conf"), text);
        ProgramProcess process = new ProgramProcess("ntpd, site", home.resolve("log"));
        String ntpd = site.workspace().copyOf(Programs.path("ntpd"));
        process.start(
                site.undo(),
                site.namespace(),
                List.of(
                        "setpriv",
                        "--bounding-set=-sys_time",
                        "--inh-caps=-sys_time",
                        ntpd,
                        "--nofork",
                        "--configfile",
                        configuration.toString()));
        return new ClockClient(home.resolve("peerstats"), process);
    }

    /** What it has computed so far from answers of that server. */
    List<Measurement> measurements(String server) {
        return Workspace.read(statistics)
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > COLUMN_COUNT && words[ADDRESS].equals(server))
                .map(words -> new Measurement(Double.parseDouble(words[OFFSET]), Double.parseDouble(words[DELAY])))
                .toList();
    }

    /** Waits until it has computed one more from that server than {@code count}, and returns it. */
    Measurement awaitAfter(int count, String server) {
        Wait.until(
                "a new offset to " + server + "; " + process.lastWords(),
                () -> measurements(server).size() > count);
        return measurements(server).get(count);
    }

    /** How far the server's clock is ahead, and how long question and answer took, in seconds. */
    record Measurement(double offset, double delay) {}
}
