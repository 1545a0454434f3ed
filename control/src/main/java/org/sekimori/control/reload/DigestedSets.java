package org.sekimori.control.reload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.sekimori.policy.sets.SetFileException;
import org.sekimori.policy.sets.SetFiles;

/** Hands files of sets on, and digests them and the policy that asked for them: two equal digests mean the same text and sets. */
final class DigestedSets implements SetFiles {
    private static final int WORD_BYTES = 16;

    private final SetFiles sets;
    private final MessageDigest digest = sha256();
    private final String textWord;

    DigestedSets(PolicyText policy) {
        sets = policy.sets();
        byte[] text = policy.text().getBytes(StandardCharsets.UTF_8);
        digest.update(text);
        textWord = word(sha256().digest(text));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public byte[] read(String name) throws SetFileException {
        byte[] bytes = sets.read(name);
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return bytes;
    }

    @Override
    public boolean areQuotable() {
        return sets.areQuotable();
    }

    /** Of the policy and what it has asked for. */
    String word() {
        return word(digest.digest());
    }

    /** Of the policy's text alone. */
    String textWord() {
        return textWord;
    }

    private static String word(byte[] digest) {
        return HexFormat.of().formatHex(digest, 0, WORD_BYTES);
    }

    /** So many bytes of the digest of these, in hexadecimal digits. */
    static String word(byte[] bytes, int length) {
        return HexFormat.of().formatHex(sha256().digest(bytes), 0, length);
    }
}
