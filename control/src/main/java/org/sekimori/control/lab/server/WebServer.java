package org.sekimori.control.lab.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.ProgramProcess;
import org.sekimori.control.lab.net.Programs;

/** The internet's web server: lighttpd with a large file of zeros and a small one of random bytes. */
public final class WebServer implements LabServer {
    /** Zeros, as many as the lab asks for. */
    public static final String LARGE_FILE = "large";

    public static final String RANDOM_FILE = "random";

    /** It listens here as well: what a site's client says to it is what an infected machine's SMB would look like to a filter. */
    public static final int SMB_PORT = 445;

    public static final int RANDOM_FILE_BYTES = 16 << 20;
    private static final long SEED = 20_261_121;

    private final Site site;
    private final long largeFileBytes;
    private final ProgramProcess process;
    private String randomDigest = "";

    public WebServer(Site site, long largeFileBytes) {
        this.site = site;
        this.largeFileBytes = largeFileBytes;
        process = site.program(title(), "web");
    }

    @Override
    public String title() {
        return "web server (lighttpd), internet";
    }

    public long largeFileBytes() {
        return largeFileBytes;
    }

    /** SHA-256 of the random file. */
    public String randomDigest() {
        return randomDigest;
    }

    @Override
    public void start() {
        Path home = site.workspace().folder("web");
        Path documents = site.workspace().folder("web/documents");
        writeFiles(documents);
        String text = """
                server.document-root = "%s"
                server.port = 80
                server.bind = "0.0.0.0"
                $SERVER["socket"] == "[::]:80" { }
                $SERVER["socket"] == "0.0.0.0:%d" { }
                """.formatted(documents, SMB_PORT);
        Path configuration = site.workspace().write(home.resolve("lighttpd.conf"), text);
        String lighttpd = Programs.path("lighttpd").toString();
        process.start(site.undo(), site.namespace(), List.of(lighttpd, "-D", "-f", configuration.toString()));
    }

    @Override
    public boolean isReady() {
        return site.namespace()
                .run(Duration.ofSeconds(3), "curl", "-sS", "-I", "http://" + Addresses.SERVER + "/" + RANDOM_FILE)
                .text()
                .contains("200");
    }

    @Override
    public ProgramProcess process() {
        return process;
    }

    private void writeFiles(Path documents) {
        byte[] random = new byte[RANDOM_FILE_BYTES];
        new SplittableRandom(SEED).nextBytes(random);
        try (RandomAccessFile large =
                new RandomAccessFile(documents.resolve(LARGE_FILE).toFile(), "rw")) {
            large.setLength(largeFileBytes);
            warmUp(large);
            Files.write(documents.resolve(RANDOM_FILE), random);
            randomDigest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(random));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (NoSuchAlgorithmException problem) {
            throw new IllegalStateException(problem);
        }
    }

    /** The first reader of a file waits for its pages; no download that is measured shall be that one. */
    private static void warmUp(RandomAccessFile file) throws IOException {
        byte[] block = new byte[RANDOM_FILE_BYTES];
        while (file.read(block) > 0) {}
    }
}
