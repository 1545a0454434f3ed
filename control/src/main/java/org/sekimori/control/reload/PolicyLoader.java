package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.text.PolicyReader;

/** Loads one policy, time and again, and knows which other files it took to do so. One thread's own. */
public final class PolicyLoader {
    private final PolicyOrigin origin;
    private FileStamp stamp = FileStamp.ABSENT;
    private Optional<SetFolder> sets = Optional.empty();

    public PolicyLoader(PolicyOrigin origin) {
        this.origin = origin;
    }

    /**
     * Reads, checks and compiles it.
     *
     * @throws PolicyFileException with a line for each error where it can't be used
     */
    public PolicyTable load() {
        PolicyText text = text();
        return origin.table(PolicyReader.read(text.source(), text.text(), text.sets()));
    }

    /**
     * Reads it.
     *
     * @throws PolicyFileException where the file can't be read
     */
    PolicyText text() {
        return origin.file().map(this::text).orElseGet(origin::profileText);
    }

    private PolicyText text(Path file) {
        SetFolder folder = new SetFolder(file);
        // before the file is read: a change from now on is one to what was read
        stamp = FileStamp.of(file);
        sets = Optional.of(folder);
        PolicyFile.Stamped read = PolicyFile.steadyText(file);
        stamp = read.stamp();
        return new PolicyText(file.toString(), read.text(), folder);
    }

    PolicyOrigin origin() {
        return origin;
    }

    /** The policy's file and those of sets that the last load asked for, with how they were. */
    Map<Path, FileStamp> filesRead() {
        Map<Path, FileStamp> all = new LinkedHashMap<>();
        sets.ifPresent(folder -> {
            all.putAll(folder.filesRead());
            all.put(origin.file().orElseThrow(), stamp);
        });
        return all;
    }
}
