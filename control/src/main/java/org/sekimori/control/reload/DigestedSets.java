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
    private final MessageDigest digest;

    DigestedSets(PolicyText policy) {
        sets = policy.sets();
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        digest.update(policy.text().getBytes(StandardCharsets.UTF_8));
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
        return HexFormat.of().formatHex(digest.digest(), 0, WORD_BYTES);
    }
}
