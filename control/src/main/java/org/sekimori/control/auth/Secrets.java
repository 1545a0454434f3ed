package org.sekimori.control.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random words that nobody guesses, and their hashes. They have 256 random bits each, so a plain SHA-256 is enough to
 * store them by: there is no dictionary to try.
 */
final class Secrets {
    private static final int LENGTH_BYTES = 32;
    /** Longer words are not looked at: none of ours is. */
    private static final int MOST_CHARACTERS = 128;

    private final SecureRandom random = new SecureRandom();

    /** A new secret, in letters that need no quoting anywhere. */
    String next() {
        byte[] bytes = new byte[LENGTH_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether the presented word has this hash. Takes the same time wherever they differ. */
    static boolean matches(byte[] hash, String presented) {
        return presented.length() <= MOST_CHARACTERS && MessageDigest.isEqual(hash, hash(presented));
    }
}
