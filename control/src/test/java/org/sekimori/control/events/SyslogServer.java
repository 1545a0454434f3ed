package org.sekimori.control.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sekimori.dataplane.linux.TestNamespace;

/** Debian's rsyslogd in a namespace of its own, taking UDP and TCP on port 514 and TLS on 6514. */
final class SyslogServer implements AutoCloseable {
    final TestNamespace namespace = TestNamespace.create("syslog");
    final Path certificate;
    private final Path folder;
    private final Path log;
    private Process process;

    SyslogServer(Path folder) throws IOException {
        this.folder = folder;
        log = folder.resolve("received.log");
        certificate = folder.resolve("certificate.pem");
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=logs",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                folder.resolve("key.pem").toString(),
                "-out",
                certificate.toString());
        Files.writeString(folder.resolve("rsyslog.conf"), configuration());
    }

    private String configuration() {
        return """
                global(workDirectory="%1$s" defaultNetstreamDriverCAFile="%1$s/certificate.pem"
                       defaultNetstreamDriverCertFile="%1$s/certificate.pem" defaultNetstreamDriverKeyFile="%1$s/key.pem")
                module(load="imudp")
                module(load="imtcp")
                template(name="all" type="string" string="%%pri-text%% %%timestamp:::date-rfc3339%% %%hostname%% %%app-name%% \
                %%procid%% %%msgid%% %%structured-data%% %%msg%%\\n")
                input(type="imudp" port="514")
                input(type="imtcp" port="514")
                input(type="imtcp" port="6514" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
                action(type="omfile" file="%1$s/received.log" template="all")
                """.formatted(folder);
    }

    SyslogServer start() {
        process = namespace.start(
                ProcessBuilder.Redirect.appendTo(folder.resolve("rsyslogd.out").toFile()),
                "rsyslogd",
                "-n",
                "-f",
                folder.resolve("rsyslog.conf").toString(),
                "-i",
                folder.resolve("rsyslogd.pid").toString());
        while (!isListening()) {
            if (!process.isAlive()) {
                throw new AssertionError("rsyslogd ended: " + read(folder.resolve("rsyslogd.out")));
            }
            Thread.onSpinWait();
        }
        return this;
    }

    private boolean isListening() {
        String tcp = namespace.exec("ss", "-Hltn");
        return tcp.contains(":514 ")
                && tcp.contains(":6514 ")
                && namespace.exec("ss", "-Hlun").contains(":514 ");
    }

    /** SIGSTOP, SIGCONT and the like. */
    void signal(String name) {
        run("kill", "-" + name, Long.toString(process.pid()));
    }

    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    /** What it has written, once that many lines are there. */
    List<String> await(int lines) {
        List<String> received = received();
        while (received.size() < lines) {
            Thread.onSpinWait();
            received = received();
        }
        return received;
    }

    List<String> received() {
        return Files.exists(log) ? read(log).lines().toList() : List.of();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static void run(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", words) + ": " + said);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    @Override
    public void close() {
        namespace.close();
    }
}
