package org.sekimori.control.lab.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sekimori.control.lab.net.ProgramProcess;
import org.sekimori.control.lab.net.Programs;

/** minidlna, which answers SSDP searches of its own subnet. */
public final class SsdpServer implements LabServer {
    private static final String CONFIGURATION = """
            network_interface=%s
            port=%d
            friendly_name=lab
            media_dir=%s
            db_dir=%s
            log_dir=%s
            inotify=no
            uuid=00000000-0000-0000-0000-000000000001
            """;

    /** Its descriptions are served here; up means that searches are answered, too. */
    private static final int HTTP_PORT = 8200;

    private final Site site;
    private final String folder;
    private final String device;
    private final ProgramProcess process;

    public SsdpServer(Site site, String folder, String device) {
        this.site = site;
        this.folder = folder;
        this.device = device;
        process = site.program(title(), folder);
    }

    @Override
    public String title() {
        return "SSDP responder (minidlna), " + folder;
    }

    @Override
    public void start() {
        Path home = site.workspace().folder(folder);
        Path media = site.workspace().folder(folder + "/media");
        Path database = site.workspace().folder(folder + "/database");
        String text = CONFIGURATION.formatted(device, HTTP_PORT, media, database, home);
        Path configuration = site.workspace().write(home.resolve("minidlna.conf"), text);
        String minidlna = Programs.path("minidlnad").toString();
        process.start(
                site.undo(),
                site.namespace(),
                List.of(
                        minidlna,
                        "-S",
                        "-f",
                        configuration.toString(),
                        "-P",
                        home.resolve("pid").toString()));
    }

    @Override
    public boolean isReady() {
        return site.namespace()
                .run(Duration.ofSeconds(3), "curl", "-s", "-o", "/dev/null", "http://127.0.0.1:" + HTTP_PORT)
                .isOk();
    }

    @Override
    public ProgramProcess process() {
        return process;
    }
}
