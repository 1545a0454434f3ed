package org.sekimori.control.http.listen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The certificate that the server makes for itself by the Java runtime's own {@code keytool}. What guards the key is
 * the file's mode: its password is no secret, PKCS#12 only wants one.
 */
final class SelfSignedCertificate {
    private static final String PASSWORD = "sekimori";

    private static final String FILE = "server.p12";
    private static final int DAYS = 3650;
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
    /**
     * From when all certificates are valid, whatever the clock says: many machines have none at their first start, before they
     * have asked others for the time.
     */
    private static final Instant FIRST_DAY = Instant.parse("2026-01-01T00:00:00Z");

    private static final long PATIENCE_SECONDS = 60;
    /** As keytool reads it, which takes it for local time. */
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private SelfSignedCertificate() {}

    /** The key and certificate in the folder, made where there are none, or where clients would refuse them now or soon. */
    static CertifiedKey in(Path folder, Collection<String> subjectNames, Instant now)
            throws IOException, GeneralSecurityException {
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            CertifiedKey kept = CertifiedKey.pkcs12(file, PASSWORD);
            if (!isDue(kept.validFrom(), kept.validUntil(), now)) {
                return kept;
            }
        }
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(folder.resolve(FILE + ".new"));
            // keytool writes the key by the umask, and the group may look into the folder
            Path closed = Files.createTempDirectory(
                    folder, ".tls", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path fresh = closed.resolve(FILE);
            try {
                make(fresh, subjectNames, now);
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
                Files.delete(closed);
            }
            return CertifiedKey.pkcs12(file, PASSWORD);
        } catch (IOException problem) {
            throw new ListenException(folder + ": no certificate can be made: " + problem.getMessage(), problem);
        }
    }

    /** Whether another one is to be made. Not by a clock that can't be right: clients know this one by its fingerprint. */
    static boolean isDue(Instant validFrom, Instant validUntil, Instant now) {
        return !now.isBefore(FIRST_DAY) && (now.isBefore(validFrom) || now.isAfter(validUntil.minus(RENEWED_BEFORE)));
    }

    private static void make(Path file, Collection<String> subjectNames, Instant now) throws IOException {
        Process keytool = new ProcessBuilder(command(file, subjectNames, now))
                .redirectErrorStream(true)
                .start();
        keytool.getOutputStream().close();
        try {
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool: " + said.strip().replaceAll("\\s+", " "));
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interruption);
        } finally {
            keytool.destroy();
        }
    }

    private static List<String> command(Path file, Collection<String> subjectNames, Instant now) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of("-genkeypair", "-alias", "sekimori", "-keyalg", "EC", "-groupname", "secp256r1"));
        long days = DAYS + Math.max(0, Duration.between(FIRST_DAY, now).toDays());
        words.addAll(List.of("-sigalg", "SHA256withECDSA", "-dname", "CN=sekimori"));
        words.addAll(List.of("-startdate", START.format(FIRST_DAY), "-validity", Long.toString(days)));
        words.addAll(List.of("-ext", "SAN=" + String.join(",", subjectNames)));
        words.addAll(List.of("-ext", "KU=digitalSignature", "-ext", "EKU=serverAuth"));
        words.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString()));
        return words;
    }
}
