package org.sekimori.control.lab.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.ProgramProcess;
import org.sekimori.control.lab.net.Programs;

/** BIND's named with one zone, whose name has so many TXT records that an ANY query is worth an attacker's while. */
public final class DnsServer implements LabServer {
    /** The zone. */
    public static final String ZONE = "lab.example";

    /** A name in it with one address, {@link Addresses#SERVER}. */
    public static final String NAME = "www." + ZONE;

    private static final int LARGE_RECORD_COUNT = 16;
    private static final int LARGE_RECORD_LENGTH = 200;
    private static final int ANSWER_SIZE_LIMIT = 4096;

    private final Site site;
    private final String folder;
    private final String addressV4;
    private final String addressV6;
    private final ProgramProcess process;

    public DnsServer(Site site, String folder, String addressV4, String addressV6) {
        this.site = site;
        this.folder = folder;
        this.addressV4 = addressV4;
        this.addressV6 = addressV6;
        process = site.program(title(), folder);
    }

    @Override
    public String title() {
        return "DNS server (named), " + folder;
    }

    @Override
    public void start() {
        Path home = site.workspace().folder(folder);
        site.workspace().folder(folder + "/run/named");
        site.workspace().write(home.resolve("zone"), zone());
        Path configuration = site.workspace().write(home.resolve("named.conf"), configuration(home));
        String named = site.workspace().copyOf(Programs.path("named"));
        process.start(
                site.undo(),
                site.namespace(),
                site.withOwnRun(home.resolve("run"), List.of(named, "-g", "-n", "1", "-c", configuration.toString())));
    }

    @Override
    public boolean isReady() {
        return site.namespace()
                .run(Duration.ofSeconds(2), "dig", "+short", "+tries=1", "+timeout=1", NAME, "@" + addressV4)
                .text()
                .contains(Addresses.SERVER);
    }

    @Override
    public ProgramProcess process() {
        return process;
    }

    private String configuration(Path home) {
        return """
                options {
                  directory "%s";
                  pid-file none;
                  session-keyfile none;
                  listen-on port 53 { %s; };
                  listen-on-v6 port 53 { %s; };
                  recursion no;
                  dnssec-validation no;
                  max-udp-size %d;
                  edns-udp-size %d;
                  minimal-any no;
                  notify no;
                };
                controls { };
                zone "%s" { type primary; file "zone"; };
                """.formatted(home, addressV4, addressV6, ANSWER_SIZE_LIMIT, ANSWER_SIZE_LIMIT, ZONE);
    }

    private static String zone() {
        StringBuilder text =
                new StringBuilder("""
                $ORIGIN %s.
                $TTL 3600
                @ SOA ns hostmaster 1 3600 900 604800 300
                @ NS ns
                ns A %s
                www A %s
                www AAAA %s
                """.formatted(ZONE, Addresses.HOST, Addresses.SERVER, Addresses.SERVER_V6));
        for (int i = 0; i < LARGE_RECORD_COUNT; i++) {
            text.append("@ TXT \"")
                    .append(i)
                    .append("x".repeat(LARGE_RECORD_LENGTH))
                    .append("\"\n");
        }
        return text.toString();
    }
}
