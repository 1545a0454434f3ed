package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.text.PolicyReading;

/** Loads one policy, time and again, and knows which other files it took to do so. One thread's own. */
public final class PolicyLoader {
    private final PolicyOrigin origin;
    private Map<Path, FileStamp> filesRead = Map.of();

    public PolicyLoader(PolicyOrigin origin) {
        this.origin = origin;
    }

    /**
     * Reads, checks and compiles it.
     *
     * @throws PolicyFileException with a line for each error where it can't be used
     */
    public PolicyTable load() {
        return origin.table(origin.file().map(this::read).orElseGet(origin::read));
    }

    private PolicyReading read(Path file) {
        SetFolder sets = new SetFolder(file);
        // before the file is read: a change from now on is one to what was read
        FileStamp stamp = FileStamp.of(file);
        PolicyReading reading = PolicyFile.read(file, sets);
        Map<Path, FileStamp> all = new LinkedHashMap<>(sets.filesRead());
        all.put(file, stamp);
        filesRead = all;
        return reading;
    }

    /** The policy's file, which there must be. */
    Path file() {
        return origin.file().orElseThrow();
    }

    /** The policy's file and those of sets that the last load asked for, with how they were. */
    Map<Path, FileStamp> filesRead() {
        return filesRead;
    }
}
