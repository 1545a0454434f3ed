package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.PolicyReader;
import org.sekimori.policy.text.PolicyReading;
import org.sekimori.policy.text.Severity;

/** A policy file on its way to a table: read, checked, compiled. */
public final class PolicyFile {
    private PolicyFile() {}

    /**
     * Reads the file.
     *
     * @throws PolicyFileException with a line for each error where it can't be used
     */
    public static PolicyTable load(Path file) {
        PolicyReading reading = PolicyReader.read(file.toString(), text(file));
        if (reading.hasErrors()) {
            List<String> errors = reading.findings().stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .map(Finding::toString)
                    .toList();
            throw new PolicyFileException(errors);
        }
        DirectBuffer image = PolicyCompiler.compile(reading.policy().orElseThrow());
        return PolicyTable.over(image);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw refused(file, "there is no such file");
        } catch (AccessDeniedException denied) {
            throw refused(file, "may not be read by this user; chmod it, or run as its owner");
        } catch (CharacterCodingException binary) {
            throw refused(file, "is not UTF-8 text");
        } catch (IOException problem) {
            throw refused(file, "can't be read: " + problem.getMessage());
        }
    }

    private static PolicyFileException refused(Path file, String why) {
        return new PolicyFileException(List.of(file + ": error: " + why));
    }
}
