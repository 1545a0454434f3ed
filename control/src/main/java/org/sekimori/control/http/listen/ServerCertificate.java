package org.sekimori.control.http.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The certificate that the server shows. Files that are given are read again when they change, and the one before stays where
 * the new one is no good; one that control made itself is made anew before it expires. {@link #look} and {@link #reload}
 * belong to one thread; connections ask from others.
 */
public final class ServerCertificate {
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration REMINDER = Duration.ofDays(1);

    private final TlsOptions options;
    private final Collection<String> subjectNames;
    private final Clock clock;
    private final Consumer<String> log;
    private volatile TlsIdentity current;
    private List<Object> seen;
    private List<Object> settling;
    private Instant reminded = Instant.MIN;

    private ServerCertificate(TlsOptions options, Collection<String> subjectNames, Clock clock, Consumer<String> log) {
        this.options = options;
        this.subjectNames = subjectNames;
        this.clock = clock;
        this.log = log;
        seen = stamps();
        settling = seen;
        current = TlsIdentity.open(options, subjectNames, clock);
        if (!(options instanceof TlsOptions.SelfSigned)) {
            remind();
        }
    }

    /**
     * Reads or makes it.
     *
     * @param subjectNames for a new one, as keytool writes them
     * @param log takes a line for each change, and for what is wrong
     * @throws ListenException in one line, where that can't be
     */
    public static ServerCertificate open(
            TlsOptions options, Collection<String> subjectNames, Clock clock, Consumer<String> log) {
        return new ServerCertificate(options, subjectNames, clock, log);
    }

    /** For new connections. */
    public TlsIdentity current() {
        return current;
    }

    /** Reads changed files, and makes a new certificate where it is time. To be called each second or so. */
    public void look() {
        if (options instanceof TlsOptions.SelfSigned) {
            if (SelfSignedCertificate.isDue(current.validFrom(), current.validUntil(), clock.instant())) {
                replace();
            }
            return;
        }
        List<Object> now = stamps();
        boolean settled = now.equals(settling);
        settling = now;
        if (settled && !now.equals(seen)) {
            seen = now;
            replace();
        }
        remind();
    }

    /** Reads given files again, changed or not. */
    public void reload() {
        if (!(options instanceof TlsOptions.SelfSigned)) {
            seen = stamps();
            settling = seen;
            replace();
        }
    }

    private void replace() {
        try {
            TlsIdentity next = TlsIdentity.open(options, subjectNames, clock);
            if (!next.fingerprint().equals(current.fingerprint())) {
                log.accept("new TLS certificate, valid until " + next.validUntil() + ", SHA-256 fingerprint: "
                        + next.fingerprint());
            }
            current = next;
            reminded = Instant.MIN;
        } catch (ListenException unusable) {
            log.accept(unusable.getMessage() + "; the one before stays in use");
        }
    }

    /** What clients will say of it, now or soon; empty where all is well. */
    public Optional<String> warning() {
        Instant now = clock.instant();
        if (now.isBefore(current.validFrom())) {
            return Optional.of("TLS certificate isn't valid before " + current.validFrom() + "; is the clock right?");
        }
        if (now.isAfter(current.validUntil())) {
            return Optional.of("TLS certificate expired at " + current.validUntil() + "; " + remedy());
        }
        return now.isAfter(current.validUntil().minus(SOON))
                ? Optional.of("TLS certificate expires at " + current.validUntil() + "; " + remedy())
                : Optional.empty();
    }

    private String remedy() {
        return options instanceof TlsOptions.Pem pem
                ? "put another in " + pem.chain() + " and its key in " + pem.key() + ", it is read at once"
                : "put another in its place, it is read at once";
    }

    private void remind() {
        Optional<String> warning = warning();
        Instant now = clock.instant();
        if (warning.isPresent() && (reminded.equals(Instant.MIN) || !now.isBefore(reminded.plus(REMINDER)))) {
            reminded = now;
            log.accept("warning: " + warning.get());
        }
    }

    private List<Object> stamps() {
        List<Object> stamps = new ArrayList<>();
        for (Path file : files()) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(List.of(
                        attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey())));
            } catch (IOException gone) {
                stamps.add("absent");
            }
        }
        return stamps;
    }

    private List<Path> files() {
        if (options instanceof TlsOptions.Pem pem) {
            return List.of(pem.chain(), pem.key());
        }
        return options instanceof TlsOptions.Pkcs12 given ? List.of(given.file(), given.passwordFile()) : List.of();
    }
}
