package org.sekimori.dataplane.counters;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Which counter belongs to which rule. A rule keeps its counter over reloads as long as it keeps its name. Names are written
 * by whoever reloads, and read by whoever reports, in this process or another. Once there is room for no more, a new name takes
 * the place, and the counter from 0 on, of one that neither policies nor candidates had lately.
 *
 * <pre>
 *     0  number of names (release store, after the name)
 *     4  how often places were taken (release store, after the names)
 *  4096  name 0: length byte, 63 bytes of UTF-8
 *  4160  name 1 ...
 * </pre>
 */
public final class RuleNames {
    /** Most rules, by name, that can be told apart while the box runs. */
    public static final int MAX_RULES = 1 << 18;
    /** Bytes of one name, its length among them. */
    public static final int ENTRY_LENGTH = 64;
    /** Where names begin. */
    public static final int ENTRIES_OFFSET = 4096;
    /** Bytes of all names. */
    public static final int LENGTH = ENTRIES_OFFSET + MAX_RULES * ENTRY_LENGTH;

    private static final int COUNT_OFFSET = 0;
    private static final int TURN_OFFSET = 4;
    private static final int MAX_NAME_BYTES = ENTRY_LENGTH - 1;
    private static final char NO_CHARACTER = '?';

    private final CounterStorage storage;
    private final UnsafeBuffer buffer;
    private final Map<String, Integer> counterByName = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Map<RuleHolder, int[]> held = new EnumMap<>(RuleHolder.class);
    private final Map<RuleHolder, int[]> heldBefore = new EnumMap<>(RuleHolder.class);
    private final int capacity;
    private int used;
    private int hand;
    private int turnRead;

    RuleNames(CounterStorage storage) {
        this(storage, MAX_RULES);
    }

    /** For tests, with room for fewer. */
    RuleNames(CounterStorage storage, int capacity) {
        this.storage = storage;
        this.buffer = storage.names();
        this.capacity = capacity;
    }

    /** The counter of the rule of that name, a new one if the name is. */
    synchronized int counterOf(String ruleName) {
        return countersOf(RuleHolder.NOBODY, List.of(ruleName))[0];
    }

    /**
     * The counters of the rules of these names, new ones for names that are.
     *
     * @param holder whose rules they are from now on, instead of those before
     * @throws IllegalStateException where the rules that are held leave no room for these
     */
    synchronized int[] countersOf(RuleHolder holder, List<String> ruleNames) {
        int[] counters = new int[ruleNames.size()];
        BitSet kept = null;
        for (int rule = 0; rule < counters.length; rule++) {
            Integer known = counterByName.get(ruleNames.get(rule));
            if (known == null) {
                if (used == capacity && kept == null) {
                    kept = kept(ruleNames);
                }
                known = used < capacity ? claim() : takeFrom(kept);
                write(known, ruleNames.get(rule));
                counterByName.put(ruleNames.get(rule), known);
            }
            counters[rule] = known;
        }
        if (kept != null) {
            buffer.putIntRelease(TURN_OFFSET, buffer.getInt(TURN_OFFSET) + 1);
        }
        if (holder != RuleHolder.NOBODY) {
            heldBefore.put(holder, held.getOrDefault(holder, new int[0]));
            held.put(holder, counters);
        }
        return counters;
    }

    private int claim() {
        storage.claimRule(used);
        return used++;
    }

    /** The counters that must not be taken: a batch, or a sample, may still be judged by the rules held before. */
    private BitSet kept(List<String> ruleNames) {
        BitSet kept = new BitSet(capacity);
        held.values().forEach(counters -> Arrays.stream(counters).forEach(kept::set));
        heldBefore.values().forEach(counters -> Arrays.stream(counters).forEach(kept::set));
        ruleNames.stream().map(counterByName::get).filter(Objects::nonNull).forEach(kept::set);
        return kept;
    }

    /** Forgets the name that was found first from the hand on, and what was counted for it. */
    private int takeFrom(BitSet kept) {
        int counter = kept.nextClearBit(hand);
        if (counter >= capacity) {
            counter = kept.nextClearBit(0);
        }
        if (counter >= capacity) {
            throw new IllegalStateException("the rules in force, those before and a candidate's have " + capacity
                    + " different names, and the box has room for no more; push a policy with fewer new names");
        }
        kept.set(counter);
        hand = counter + 1;
        counterByName.remove(read(counter), counter);
        for (int worker = 0; worker < storage.workerCount(); worker++) {
            storage.verdicts(worker)
                    .setMemory(
                            VerdictCounters.RULES_OFFSET + counter * VerdictCounters.ENTRY_LENGTH,
                            VerdictCounters.ENTRY_LENGTH,
                            (byte) 0);
        }
        return counter;
    }

    private void write(int counter, String ruleName) {
        byte[] bytes = ruleName.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MAX_NAME_BYTES);
        int at = ENTRIES_OFFSET + counter * ENTRY_LENGTH;
        buffer.putByte(at, (byte) length);
        buffer.putBytes(at + 1, bytes, 0, length);
        buffer.putIntRelease(COUNT_OFFSET, used);
    }

    /** All names so far, by counter. */
    synchronized List<String> all() {
        readNew();
        return List.copyOf(names);
    }

    /** How many names there are. */
    synchronized int count() {
        readNew();
        return names.size();
    }

    /** The name of the rule with that counter, empty if there is none. */
    synchronized String nameOf(int counter) {
        readNew();
        return counter >= 0 && counter < names.size() ? names.get(counter) : "";
    }

    private void readNew() {
        int turn = buffer.getIntAcquire(TURN_OFFSET);
        if (turn != turnRead) {
            turnRead = turn;
            names.clear();
        }
        int count = Math.min(buffer.getIntAcquire(COUNT_OFFSET), MAX_RULES);
        while (names.size() < count) {
            names.add(read(names.size()));
        }
    }

    /** Whatever stands there, as a word without control characters: another process may have written it. */
    private String read(int counter) {
        int at = ENTRIES_OFFSET + counter * ENTRY_LENGTH;
        byte[] bytes = new byte[Math.min(buffer.getByte(at) & 0xFF, MAX_NAME_BYTES)];
        buffer.getBytes(at + 1, bytes);
        StringBuilder name = new StringBuilder(new String(bytes, StandardCharsets.UTF_8));
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                name.setCharAt(i, NO_CHARACTER);
            }
        }
        return name.toString();
    }
}
