package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.PolicyReading;
import org.sekimori.policy.text.Severity;

/** Loads one policy file, time and again, and knows which other files it took to do so. One thread's own. */
public final class PolicyLoader {
    private final Path file;
    private Map<Path, FileStamp> filesRead = Map.of();

    public PolicyLoader(Path file) {
        this.file = file;
    }

    /**
     * Reads, checks and compiles the file.
     *
     * @throws PolicyFileException with a line for each error where it can't be used
     */
    public PolicyTable load() {
        SetFolder sets = new SetFolder(file);
        PolicyReading reading = PolicyFile.read(file, sets);
        filesRead = Map.copyOf(sets.filesRead());
        if (reading.hasErrors()) {
            List<String> errors = reading.findings().stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .map(Finding::toString)
                    .toList();
            throw new PolicyFileException(errors);
        }
        return PolicyFile.compile(file.toString(), reading.policy().orElseThrow());
    }

    Path file() {
        return file;
    }

    /** The files of sets that the last load asked for, with how they were. */
    Map<Path, FileStamp> filesRead() {
        return filesRead;
    }
}
