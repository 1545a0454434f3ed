package org.sekimori.control.lab.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.Await;
import org.sekimori.control.lab.net.ProgramProcess;

/**
 * The site's own ntpd. It asks the internet's time server, by source port 123, as full NTP programs do; and it answers control messages
 * (mode 6) of strangers, as old configurations let it.
 */
public final class TimeClient {
    private static final String CONFIGURATION = """
            disable ntp
            interface ignore wildcard
            interface ignore all
            interface listen %s
            interface listen %s
            server %s iburst minpoll 3
            server %s iburst minpoll 3
            restrict 127.0.0.1
            restrict 198.51.100.0 mask 255.255.255.0
            restrict 2001:db8:51:: mask ffff:ffff:ffff::
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Site site;
    private ProgramProcess process;

    public TimeClient(Site site) {
        this.site = site;
    }

    /** Starts it anew, with no memory of earlier answers. */
    public void start() {
        Path home = site.workspace().folder("time-client");
        String text = CONFIGURATION.formatted(Addresses.HOST, Addresses.HOST_V6, Addresses.SERVER, Addresses.SERVER_V6);
        Path configuration = site.workspace().write(home.resolve("ntp.conf"), text);
        process = site.program("ntpd, site", "time-client");
        process.start(site.undo(), site.namespace(), TimeServer.ntpd(site, configuration));
    }

    /** Waits until its control port answers on this machine itself. */
    public boolean isUp() {
        return Await.until(PATIENCE, () -> !peers().isEmpty());
    }

    /** Waits until both time servers (IPv4, IPv6) have answered it; returns what {@code ntpq} says of them. */
    public List<NtpPeer> awaitReach() {
        Await.until(PATIENCE, () -> {
            List<NtpPeer> peers = peers();
            return !peers.isEmpty() && peers.stream().allMatch(NtpPeer::isReached);
        });
        return peers();
    }

    public void stop() throws InterruptedException {
        if (process != null) {
            process.stop();
        }
    }

    private List<NtpPeer> peers() {
        String text = site.namespace()
                .run(Duration.ofSeconds(5), "ntpq", "-n", "-c", "peers", "127.0.0.1")
                .text();
        return NtpPeer.parse(text);
    }
}
