package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.Objects;
import org.sekimori.policy.sets.SetFiles;

/**
 * A policy as somebody wrote it.
 *
 * @param source how findings and the history call it
 * @param sets   where the files of its sets come from
 */
public record PolicyText(String source, String text, SetFiles sets) {
    /** Checks that nothing is missing. */
    public PolicyText {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(sets, "sets");
    }

    /**
     * What a file holds, with the files of its sets.
     *
     * @throws PolicyFileException where the file can't be read
     */
    public static PolicyText of(Path file) {
        return new PolicyText(file.toString(), PolicyFile.text(file), new SetFolder(file));
    }
}
