package org.sekimori.policy.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Policy;
import org.sekimori.policy.Rule;

/**
 * Finds the fewest rules that have to be moved to get from one order to the other: all but a longest sequence that stands in
 * the same order in both.
 */
final class RuleMoves {
    private static final String FIRST = "first";

    private RuleMoves() {}

    /** Moved rules by name. */
    static Map<String, Difference> between(Policy before, Policy after) {
        Map<String, Difference> moves = new HashMap<>();
        for (Direction direction : Direction.values()) {
            addMoves(names(before, direction), names(after, direction), moves);
        }
        return moves;
    }

    private static List<String> names(Policy policy, Direction direction) {
        return policy.rules().stream()
                .filter(rule -> rule.direction() == direction)
                .map(Rule::name)
                .toList();
    }

    private static void addMoves(List<String> before, List<String> after, Map<String, Difference> moves) {
        Map<String, Integer> oldPlaces = places(before);
        List<String> common = after.stream().filter(oldPlaces::containsKey).toList();
        boolean[] stays = longestRise(common.stream().mapToInt(oldPlaces::get).toArray());
        Map<String, Integer> newPlaces = places(after);
        for (int i = 0; i < common.size(); i++) {
            String name = common.get(i);
            if (!stays[i]) {
                Difference.Field place = new Difference.Field(
                        "place", behind(before, oldPlaces.get(name)), behind(after, newPlaces.get(name)));
                moves.put(name, new Difference(DifferenceKind.MOVED, name, List.of(place)));
            }
        }
    }

    private static Map<String, Integer> places(List<String> names) {
        Map<String, Integer> places = new HashMap<>();
        for (String name : names) {
            places.put(name, places.size());
        }
        return places;
    }

    private static String behind(List<String> names, int place) {
        return place == 0 ? FIRST : "behind '" + names.get(place - 1) + "'";
    }

    /** Which of the distinct numbers belong to one longest rising sequence (patience sorting, n log n). */
    private static boolean[] longestRise(int[] numbers) {
        List<Integer> ends = new ArrayList<>();
        int[] previous = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            int length = lengthBefore(ends, numbers, numbers[i]);
            previous[i] = length == 0 ? -1 : ends.get(length - 1);
            if (length == ends.size()) {
                ends.add(i);
            } else {
                ends.set(length, i);
            }
        }
        boolean[] chosen = new boolean[numbers.length];
        for (int i = ends.isEmpty() ? -1 : ends.get(ends.size() - 1); i >= 0; i = previous[i]) {
            chosen[i] = true;
        }
        return chosen;
    }

    /** How long the longest rise is that ends below the number. */
    private static int lengthBefore(List<Integer> ends, int[] numbers, int number) {
        int low = 0;
        int high = ends.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (numbers[ends.get(middle)] < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
