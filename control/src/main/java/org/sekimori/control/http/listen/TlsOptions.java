package org.sekimori.control.http.listen;

import java.nio.file.Path;

/** Which certificate the server shows on everything but loopback. */
public sealed interface TlsOptions {
    /**
     * One of the server's own, made where the folder has none yet.
     *
     * @param folder for the owner only
     */
    record SelfSigned(Path folder) implements TlsOptions {}

    /** The user's own, as PEM files: the chain, leaf first, and the key in PKCS#8. */
    record Pem(Path chain, Path key) implements TlsOptions {}

    /** The user's own, as a PKCS#12 file; the password is the first line of another file. */
    record Pkcs12(Path file, Path passwordFile) implements TlsOptions {}
}
