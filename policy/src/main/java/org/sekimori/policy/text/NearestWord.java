package org.sekimori.policy.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word someone probably meant. */
final class NearestWord {
    private static final int SMALLEST_BOUND = 2;
    private static final int LETTERS_PER_MISTAKE = 3;
    private static final int MAX_LENGTH = 64;

    private NearestWord() {}

    /** The nearest of the words by edit distance, or none if all are far off. */
    static Optional<String> of(String found, Collection<String> words) {
        if (found.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String plain = found.toLowerCase(Locale.ROOT).replace('_', '-');
        int bound = Math.max(SMALLEST_BOUND, plain.length() / LETTERS_PER_MISTAKE) + 1;
        String nearest = null;
        for (String word : words) {
            int distance = distance(plain, word);
            if (distance < bound && distance < Math.max(plain.length(), word.length())) {
                nearest = word;
                bound = distance;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** The words as a person lists them: {@code a, b or c}. */
    static String list(Collection<String> words) {
        String all = String.join(", ", words);
        int lastComma = all.lastIndexOf(", ");
        return lastComma < 0 ? all : all.substring(0, lastComma) + " or " + all.substring(lastComma + 2);
    }

    /** Letters to add, leave out, change, or swap with their neighbour. */
    static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                cost[i][j] = cheapest(one, other, i, j, cost);
            }
        }
        return cost[one.length()][other.length()];
    }

    private static int cheapest(String one, String other, int i, int j, int[][] cost) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int best = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
