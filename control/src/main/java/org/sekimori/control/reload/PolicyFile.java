package org.sekimori.control.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.compile.PolicyTooLargeException;
import org.sekimori.policy.sets.SetFiles;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.PolicyReader;
import org.sekimori.policy.text.PolicyReading;
import org.sekimori.policy.text.Severity;

/** Steps on the way from a policy file to a table: read, checked, compiled. */
public final class PolicyFile {
    private PolicyFile() {}

    /**
     * The policy of a reading.
     *
     * @throws PolicyFileException with a line for each error where it can't be used
     */
    public static Policy usable(PolicyReading reading) {
        if (reading.hasErrors()) {
            List<String> errors = reading.findings().stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .map(Finding::toString)
                    .toList();
            throw new PolicyFileException(errors);
        }
        return reading.policy().orElseThrow();
    }

    /**
     * Reads and checks the file; what is wrong with the policy is in the reading.
     *
     * @throws PolicyFileException where the file itself can't be read
     */
    public static PolicyReading read(Path file) {
        return read(file, new SetFolder(file));
    }

    static PolicyReading read(Path file, SetFiles sets) {
        return PolicyReader.read(file.toString(), text(file), sets);
    }

    /**
     * Compiles a policy that was read from the named source.
     *
     * @throws PolicyFileException where it is larger than an image can be
     */
    public static PolicyTable compile(String source, Policy policy) {
        try {
            return PolicyTable.over(PolicyCompiler.compile(policy));
        } catch (PolicyTooLargeException tooLarge) {
            throw refused(source, tooLarge.getMessage());
        }
    }

    static String text(Path file) {
        return text(file, () -> {
            try (InputStream input = Files.newInputStream(file)) {
                return input.readNBytes(PolicyReader.MAX_LENGTH + 1);
            }
        });
    }

    /** A text with how its file was before it was read. */
    record Stamped(String text, FileStamp stamp) {}

    /** The same of a file that is followed: a regular one, once nobody writes to it. */
    static Stamped steadyText(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw refused(file.toString(), "is " + (Files.isDirectory(file) ? "a directory" : "no regular file"));
        }
        AtomicReference<FileStamp> stamp = new AtomicReference<>();
        String text = text(file, () -> {
            SteadyFile read = SteadyFile.read(file, PolicyReader.MAX_LENGTH);
            stamp.set(read.stamp());
            return read.bytes();
        });
        return new Stamped(text, stamp.get());
    }

    /** How bytes are read. */
    private interface Reading {
        byte[] bytes() throws IOException;
    }

    private static String text(Path file, Reading reading) {
        try {
            byte[] bytes = reading.bytes();
            if (bytes.length > PolicyReader.MAX_LENGTH) {
                throw refused(file.toString(), "has more than the " + PolicyReader.MAX_LENGTH + " bytes that are read");
            }
            CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
            return utf8.decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException missing) {
            throw refused(file.toString(), "there is no such file");
        } catch (AccessDeniedException denied) {
            throw refused(file.toString(), "may not be read by this user; chmod it, or run as its owner");
        } catch (CharacterCodingException binary) {
            throw refused(file.toString(), "is not UTF-8 text");
        } catch (IOException problem) {
            String why = Files.isDirectory(file) ? "is a directory" : "can't be read: " + problem.getMessage();
            throw refused(file.toString(), why);
        }
    }

    private static PolicyFileException refused(String source, String why) {
        return new PolicyFileException(List.of(source + ": error: " + why));
    }
}
