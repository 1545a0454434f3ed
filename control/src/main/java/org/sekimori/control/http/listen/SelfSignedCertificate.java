package org.sekimori.control.http.listen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The certificate that the server makes for itself by the Java runtime's own {@code keytool}. What guards the key is
 * the file's mode: its password is no secret, PKCS#12 only wants one.
 */
final class SelfSignedCertificate {
    static final String PASSWORD = "sekimori";

    private static final String FILE = "server.p12";
    private static final String DAYS = "3650";
    private static final long PATIENCE_SECONDS = 60;

    private SelfSignedCertificate() {}

    /** The file in the folder, made where it isn't there. */
    static Path in(Path folder, Collection<String> subjectNames) {
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            return file;
        }
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path fresh = folder.resolve(FILE + ".new");
            Files.deleteIfExists(fresh);
            make(fresh, subjectNames);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException problem) {
            throw new ListenException(folder + ": no certificate can be made: " + problem.getMessage(), problem);
        }
    }

    private static void make(Path file, Collection<String> subjectNames) throws IOException {
        Process keytool = new ProcessBuilder(command(file, subjectNames))
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

    private static List<String> command(Path file, Collection<String> subjectNames) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of("-genkeypair", "-alias", "sekimori", "-keyalg", "EC", "-groupname", "secp256r1"));
        words.addAll(List.of("-sigalg", "SHA256withECDSA", "-validity", DAYS, "-dname", "CN=sekimori"));
        words.addAll(List.of("-ext", "SAN=" + String.join(",", subjectNames)));
        words.addAll(List.of("-ext", "KU=digitalSignature", "-ext", "EKU=serverAuth"));
        words.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString()));
        return words;
    }
}
