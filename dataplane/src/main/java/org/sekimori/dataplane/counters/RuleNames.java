package org.sekimori.dataplane.counters;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Which counter belongs to which rule. A rule keeps its counter over reloads as long as it keeps its name. Names are only
 * ever added, by whoever reloads, and read by whoever reports, in this process or another.
 *
 * <pre>
 *     0  number of names (release store, after the name)
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
    private static final int MAX_NAME_BYTES = ENTRY_LENGTH - 1;
    private static final char NO_CHARACTER = '?';

    private final CounterStorage storage;
    private final UnsafeBuffer buffer;
    private final Map<String, Integer> counterByName = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    RuleNames(CounterStorage storage) {
        this.storage = storage;
        this.buffer = storage.names();
    }

    /** The counter of the rule of that name, a new one if the name is. */
    synchronized int counterOf(String ruleName) {
        Integer known = counterByName.get(ruleName);
        if (known != null) {
            return known;
        }
        int counter = counterByName.size();
        if (counter == MAX_RULES) {
            throw new IllegalStateException("rule '" + ruleName + "': the box has counted " + counter
                    + " different rule names since its start, and has room for no more; restart it");
        }
        storage.claimRule(counter);
        write(counter, ruleName);
        counterByName.put(ruleName, counter);
        return counter;
    }

    private void write(int counter, String ruleName) {
        byte[] bytes = ruleName.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MAX_NAME_BYTES);
        int at = ENTRIES_OFFSET + counter * ENTRY_LENGTH;
        buffer.putByte(at, (byte) length);
        buffer.putBytes(at + 1, bytes, 0, length);
        buffer.putIntRelease(COUNT_OFFSET, counter + 1);
    }

    /** All names so far, by counter. */
    synchronized List<String> all() {
        readNew();
        return List.copyOf(names);
    }

    /** The name of the rule with that counter, empty if there is none. */
    synchronized String nameOf(int counter) {
        if (counter >= names.size()) {
            readNew();
        }
        return counter >= 0 && counter < names.size() ? names.get(counter) : "";
    }

    private void readNew() {
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
