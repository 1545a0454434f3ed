package org.sekimori.control.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Every policy that was pushed, up to a bound, the oldest forgotten first. A disk that is full or gone takes nothing but the
 * keeping: entries then live until control ends, and say so. Safe for any number of threads.
 */
public final class PolicyHistory {
    private final EntryStore store;
    private final HistoryLimits limits;
    private final Consumer<String> log;
    private final boolean isOnDisk;
    private final List<HistoryEntry> entries = new ArrayList<>();
    private final Map<Long, Long> sizes = new HashMap<>();

    private PolicyHistory(EntryStore store, HistoryLimits limits, Consumer<String> log, boolean isOnDisk) {
        this.store = store;
        this.limits = limits;
        this.log = log;
        this.isOnDisk = isOnDisk;
    }

    /**
     * The history in that folder, which is made if need be. Without a folder that can be used, it begins empty and keeps
     * nothing.
     *
     * @param log takes what is to be said to people, a line each
     */
    public static PolicyHistory open(Path folder, HistoryLimits limits, Consumer<String> log) {
        return open(folder, limits, log, new DurableFiles());
    }

    static PolicyHistory open(Path folder, HistoryLimits limits, Consumer<String> log, DurableFiles files) {
        EntryStore store = new EntryStore(folder, files, log);
        PolicyHistory history = new PolicyHistory(store, limits, log, true);
        try {
            history.entries.addAll(store.load());
            for (HistoryEntry entry : history.entries) {
                history.sizes.put(entry.id(), store.bytes(entry.id()));
            }
            return history;
        } catch (IOException problem) {
            log.accept("history: " + folder + " can't be used, nothing is kept: " + EntryStore.oneLine(problem));
            return new PolicyHistory(store, limits, log, false);
        }
    }

    /** A history that ends with the process. */
    public static PolicyHistory inMemory(HistoryLimits limits) {
        return new PolicyHistory(null, limits, line -> {}, false);
    }

    /** All entries, the newest first. */
    public synchronized List<HistoryEntry> entries() {
        List<HistoryEntry> newestFirst = new ArrayList<>();
        boolean another = false;
        for (int i = entries.size() - 1; i >= 0; i--) {
            HistoryEntry entry = entries.get(i);
            boolean isInForce = entry.outcome() == Outcome.IN_FORCE;
            newestFirst.add(isInForce && another ? entry.settled(Outcome.SUPERSEDED, entry.remark()) : entry);
            another |= isInForce;
        }
        return newestFirst;
    }

    /** The entry of that number. */
    public Optional<HistoryEntry> entry(long id) {
        return entries().stream().filter(entry -> entry.id() == id).findFirst();
    }

    /** The last policy that came in force for good. */
    public Optional<HistoryEntry> inForce() {
        return entries().stream()
                .filter(entry -> entry.outcome() == Outcome.IN_FORCE)
                .findFirst();
    }

    /** The one that was in force for good before that, and was another policy. */
    public Optional<HistoryEntry> previous() {
        Optional<Integer> now = inForce().map(entry -> entry.policy().checksum());
        return entries().stream()
                .filter(entry -> entry.outcome() == Outcome.SUPERSEDED)
                .filter(entry -> !now.equals(Optional.of(entry.policy().checksum())))
                .findFirst();
    }

    /** Adds an entry, and gives it a number. It is on the disk when this returns, unless it says it isn't kept. */
    public synchronized HistoryEntry add(HistoryEntry draft, String text, byte[] image) {
        long id = entries.isEmpty() ? 1 : entries.get(entries.size() - 1).id() + 1;
        HistoryEntry entry = draft.numbered(id, isOnDisk);
        if (isOnDisk) {
            try {
                store.keep(entry, text, image);
                sizes.put(id, store.bytes(id));
            } catch (IOException problem) {
                log.accept("history: entry " + id + " isn't kept: " + EntryStore.oneLine(problem));
                entry = draft.numbered(id, false);
            }
        }
        entries.add(entry);
        prune();
        return entry;
    }

    /** Says what became of an entry. */
    public synchronized HistoryEntry settle(long id, Outcome outcome, String remark) {
        int place = place(id);
        HistoryEntry settled = entries.get(place).settled(outcome, remark);
        entries.set(place, settled);
        if (settled.isKept()) {
            try {
                store.replace(settled);
            } catch (IOException problem) {
                log.accept("history: what became of entry " + id + " isn't kept: " + EntryStore.oneLine(problem));
            }
        }
        return settled;
    }

    /** Forgets an entry that came to nothing. */
    public synchronized void discard(long id) {
        forget(entries.get(place(id)));
    }

    /**
     * The entry's image, as it was kept; whoever uses it checks it.
     *
     * @throws HistoryException where it can't be read
     */
    public synchronized byte[] image(HistoryEntry entry) {
        return stored(entry, () -> store.image(entry));
    }

    /**
     * The entry's policy as it was written.
     *
     * @throws HistoryException where it can't be read
     */
    public synchronized String text(HistoryEntry entry) {
        return stored(entry, () -> store.text(entry.id()));
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T stored(HistoryEntry entry, Reading<T> reading) {
        if (!entry.isKept()) {
            throw new HistoryException("entry " + entry.id() + " wasn't kept");
        }
        try {
            return reading.read();
        } catch (IOException problem) {
            throw new HistoryException(
                    "entry " + entry.id() + " can't be read: " + EntryStore.oneLine(problem), problem);
        }
    }

    private int place(long id) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).id() == id) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no entry " + id);
    }

    private void prune() {
        int place = 0;
        while (entries.size() > HistoryLimits.LEAST_ENTRIES && place < entries.size() - 1 && isTooMuch()) {
            HistoryEntry oldest = entries.get(place);
            if (isNeeded(oldest)) {
                place++;
            } else {
                forget(oldest);
            }
        }
    }

    private boolean isTooMuch() {
        long bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
        return entries.size() > limits.entries() || bytes > limits.bytes();
    }

    /** What is in force, and what was before, can always be gone back to. */
    private boolean isNeeded(HistoryEntry entry) {
        return inForce().filter(one -> one.id() == entry.id()).isPresent()
                || previous().filter(one -> one.id() == entry.id()).isPresent();
    }

    private void forget(HistoryEntry entry) {
        entries.remove(entry);
        sizes.remove(entry.id());
        if (entry.isKept()) {
            try {
                store.remove(entry.id());
            } catch (IOException problem) {
                log.accept("history: entry " + entry.id() + " can't be removed: " + EntryStore.oneLine(problem));
            }
        }
    }
}
