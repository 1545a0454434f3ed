package org.sekimori.control.reload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sekimori.policy.sets.SetFileException;
import org.sekimori.policy.sets.SetFiles;

/**
 * Hands files of sets on, and digests each, so that whoever checked a policy beside its lists and whoever puts it in force
 * can tell whether they read the same ones. One reading's own.
 */
public final class ListDigests implements SetFiles {
    /** What a request may hold of them. */
    public static final String PATTERN = "[0-9a-f]{12}(\\.[0-9a-f]{12}){0,149}";

    /** More lists than this are digested into one word. */
    private static final int MAX_WORDS = 150;

    private static final int WORD_BYTES = 6;
    private static final int MAX_TOLD = 3;

    private final SetFiles sets;
    private final Map<String, String> words = new TreeMap<>();
    private boolean isWhole = true;

    /** Over these, of which nothing was read yet. */
    public ListDigests(SetFiles sets) {
        this.sets = sets;
    }

    @Override
    public byte[] read(String name) throws SetFileException {
        try {
            byte[] bytes = sets.read(name);
            words.put(name, DigestedSets.word(bytes, WORD_BYTES));
            return bytes;
        } catch (SetFileException unreadable) {
            isWhole = false;
            throw unreadable;
        }
    }

    @Override
    public boolean areQuotable() {
        return sets.areQuotable();
    }

    /** Whether every list that was asked for could be read. */
    public boolean isWhole() {
        return isWhole;
    }

    /** A word for each list in the order of their names, joined by dots; empty where there is none. */
    public String word() {
        if (words.size() <= MAX_WORDS) {
            return String.join(".", words.values());
        }
        byte[] all = String.join(".", words.values()).getBytes(StandardCharsets.US_ASCII);
        return DigestedSets.word(all, WORD_BYTES);
    }

    /** The names of those lists that aren't as in the other's word, for people. */
    String differing(String other) {
        List<String> theirs = Arrays.asList(other.split("\\."));
        List<String> names = new ArrayList<>(words.keySet());
        List<String> ours = new ArrayList<>(words.values());
        if (ours.size() != theirs.size()) {
            return "some of its lists";
        }
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                differing.add("'" + names.get(i) + "'");
            }
        }
        return String.join(", ", differing.subList(0, Math.min(MAX_TOLD, differing.size())))
                + (differing.size() > MAX_TOLD ? " and " + (differing.size() - MAX_TOLD) + " more" : "");
    }
}
