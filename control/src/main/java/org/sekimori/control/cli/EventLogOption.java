package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.sekimori.control.events.EventFileOptions;
import org.sekimori.control.events.EventPump;
import org.sekimori.control.events.SyslogOptions;
import org.sekimori.control.events.SyslogTarget;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.command.BoxPaths;
import picocli.CommandLine.Option;

/** Where control writes events. */
final class EventLogOption {
    private static final String FILE_NAME = "events.jsonl";
    private static final String PLACE_NAME = "events.place";

    @Option(
            names = "--events-file-mb",
            paramLabel = "N",
            defaultValue = "10",
            description = "Megabytes of the event file before it begins anew (default: ${DEFAULT-VALUE}).")
    private int fileMegabytes;

    @Option(
            names = "--events-files",
            paramLabel = "N",
            defaultValue = "4",
            description = "Full event files that are kept, 1 to 20 (default: ${DEFAULT-VALUE}).")
    private int keptFiles;

    @Option(
            names = "--events-syslog",
            paramLabel = "URL",
            description = "Send events to syslog too: udp://HOST[:514], tcp://HOST[:514] or tls://HOST[:6514].")
    private String syslog;

    @Option(
            names = "--events-syslog-ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust for tls:// in place of those Java trusts.")
    private Path syslogTrust;

    /** A pump that is set up and not started; {@code err} takes its complaints. */
    EventPump pump(BoxPaths paths, BoxFileWatch watch, PrintWriter err) {
        try {
            EventPump pump = new EventPump(watch, err)
                    .writeTo(
                            paths.controlState().resolve(FILE_NAME),
                            new EventFileOptions((long) fileMegabytes << 20, keptFiles))
                    .resumeBy(paths.controlState().resolve(PLACE_NAME));
            return syslog == null ? pump : pump.sendTo(syslogOptions());
        } catch (IllegalArgumentException wrong) {
            throw new BadInputException(inTermsOfOptions(wrong.getMessage()), wrong);
        }
    }

    private SyslogOptions syslogOptions() {
        return new SyslogOptions(target(), Optional.ofNullable(syslogTrust), hostName());
    }

    private SyslogTarget target() {
        try {
            return SyslogTarget.parse(syslog);
        } catch (IllegalArgumentException wrong) {
            throw new BadInputException("--events-syslog " + wrong.getMessage(), wrong);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static String inTermsOfOptions(String message) {
        return message.replaceFirst("^keptFiles", "--events-files")
                .replaceFirst("^fileBytes [-0-9]+: .*", "--events-file-mb: at least 1")
                .replaceFirst("^trustFile:", "--events-syslog-ca:");
    }
}
