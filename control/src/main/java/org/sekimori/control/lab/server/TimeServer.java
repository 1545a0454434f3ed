package org.sekimori.control.lab.server;

import java.nio.file.Path;
import java.util.List;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.ProgramProcess;
import org.sekimori.control.lab.net.Programs;

/** The internet's time server: ntpsec's ntpd, its own only source of time, without the right to set this machine's clock. */
public final class TimeServer implements LabServer {
    private static final String CONFIGURATION = """
            tos orphan 5 orphanwait 0 maxdist 16
            interface ignore wildcard
            interface ignore all
            interface listen %s
            interface listen %s
            restrict 127.0.0.1
            """;

    private final Site site;
    private final ProgramProcess process;

    public TimeServer(Site site) {
        this.site = site;
        process = site.program(title(), "time-server");
    }

    @Override
    public String title() {
        return "time server (ntpd), internet";
    }

    @Override
    public void start() {
        Path home = site.workspace().folder("time-server");
        Path configuration = site.workspace()
                .write(home.resolve("ntp.conf"), CONFIGURATION.formatted(Addresses.SERVER, Addresses.SERVER_V6));
        process.start(site.undo(), site.namespace(), ntpd(site, configuration));
    }

    @Override
    public boolean isReady() {
        return process.isAlive() && process.hasLogged(Addresses.SERVER_V6);
    }

    @Override
    public ProgramProcess process() {
        return process;
    }

    /** ntpd in the foreground, stripped of the capability that sets clocks, for itself and whatever it starts. */
    static List<String> ntpd(Site site, Path configuration) {
        String ntpd = site.workspace().copyOf(Programs.path("ntpd"));
        return List.of(
                "setpriv",
                "--bounding-set=-sys_time",
                "--inh-caps=-sys_time",
                ntpd,
                "--nofork",
                "--configfile",
                configuration.toString());
    }
}
