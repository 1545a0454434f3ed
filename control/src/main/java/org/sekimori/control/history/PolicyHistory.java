package org.sekimori.control.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every policy that was pushed, up to a bound, the oldest forgotten first. A disk that is full or gone takes nothing but the
 * keeping: entries then say so, and are written by {@link #keepAgain} once there is room. Safe for any number of threads.
 */
public final class PolicyHistory {
    private final EntryStore store;
    private final HistoryLimits limits;
    private final Consumer<String> log;
    private final boolean isOnDisk;
    private final List<HistoryEntry> entries = new ArrayList<>();
    private final Map<Long, Long> sizes = new HashMap<>();
    /** Entries that couldn't be written, the oldest first. */
    private final Map<Long, Unkept> unkept = new LinkedHashMap<>();
    /** Entries of which was written what became of them before. */
    private final Set<Long> unsettled = new HashSet<>();

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
                log.accept(
                        "history: entry " + id + " isn't kept yet, it is tried again: " + EntryStore.oneLine(problem));
                entry = draft.numbered(id, false);
                remember(id, text, image);
            }
        }
        entries.add(entry);
        prune();
        return entry;
    }

    /** What can be gone back to has to be somewhere: what is in force, and what was before. */
    private void remember(long id, String text, byte[] image) {
        unkept.put(id, new Unkept(text, image));
        while (unkept.size() > HistoryLimits.LEAST_ENTRIES) {
            unkept.remove(unkept.keySet().iterator().next());
        }
    }

    /** Writes what couldn't be written before; whether that kept an entry. */
    public synchronized boolean keepAgain() {
        boolean isAny = false;
        for (long id : List.copyOf(unkept.keySet())) {
            isAny |= keepAgain(id);
        }
        unsettled.removeIf(this::isSettledNow);
        return isAny;
    }

    private boolean isSettledNow(long id) {
        try {
            store.replace(entries.get(place(id)));
            log.accept("history: what became of entry " + id + " is kept now");
            return true;
        } catch (IOException stillFull) {
            return false;
        }
    }

    private boolean keepAgain(long id) {
        int place = place(id);
        HistoryEntry entry = entries.get(place).numbered(id, true);
        Unkept parts = unkept.get(id);
        try {
            store.keep(entry, parts.text(), parts.image());
            sizes.put(id, store.bytes(id));
        } catch (IOException stillFull) {
            return false;
        }
        unkept.remove(id);
        entries.set(place, entry);
        log.accept("history: entry " + id + " is kept now");
        return true;
    }

    /** What of an entry isn't on the disk yet. */
    private record Unkept(String text, byte[] image) {}

    /** Says what became of an entry. */
    public synchronized HistoryEntry settle(long id, Outcome outcome, String remark) {
        int place = place(id);
        HistoryEntry settled = entries.get(place).settled(outcome, remark);
        entries.set(place, settled);
        if (settled.isKept()) {
            try {
                store.replace(settled);
                unsettled.remove(id);
            } catch (IOException problem) {
                unsettled.add(id);
                log.accept("history: what became of entry " + id + " isn't kept yet, it is tried again: "
                        + EntryStore.oneLine(problem));
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
        Unkept parts = unkept.get(entry.id());
        return parts != null ? parts.image() : stored(entry, () -> store.image(entry));
    }

    /**
     * The entry's policy as it was written.
     *
     * @throws HistoryException where it can't be read
     */
    public synchronized String text(HistoryEntry entry) {
        Unkept parts = unkept.get(entry.id());
        return parts != null ? parts.text() : stored(entry, () -> store.text(entry.id()));
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
        unkept.remove(entry.id());
        unsettled.remove(entry.id());
        if (entry.isKept()) {
            try {
                store.remove(entry.id());
            } catch (IOException problem) {
                log.accept("history: entry " + entry.id() + " can't be removed: " + EntryStore.oneLine(problem));
            }
        }
    }
}
