package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.profile.Profile;
import org.sekimori.policy.sets.SetFiles;
import org.sekimori.policy.text.PolicyReading;

/**
 * Where a policy comes from, and what is made of it.
 *
 * @param file    the user's file, or none
 * @param profile what is in force without a file
 * @param watches whether drops are only counted, whatever the policy says
 */
public record PolicyOrigin(Optional<Path> file, Profile profile, boolean watches) {
    /** What is in force when nobody names a policy. */
    public static final PolicyOrigin SHIPPED = of(Profile.SHIPPED);

    /** Checks that nothing is missing. */
    public PolicyOrigin {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(profile, "profile");
    }

    /** A file of the user's. */
    public static PolicyOrigin of(Path file) {
        return new PolicyOrigin(Optional.of(file), Profile.SHIPPED, false);
    }

    /** A policy of the program's own. */
    public static PolicyOrigin of(Profile profile) {
        return new PolicyOrigin(Optional.empty(), profile, false);
    }

    /** The same policy, but drops are only counted. */
    public PolicyOrigin watching() {
        return new PolicyOrigin(file, profile, true);
    }

    /** How findings and output call it: the file's name as the user gave it, or the profile's. */
    public String sourceName() {
        return file.map(Path::toString).orElseGet(profile::sourceName);
    }

    /** The text of the program's own policy. */
    PolicyText profileText() {
        return new PolicyText(profile.sourceName(), profile.text(), SetFiles.NONE);
    }

    /**
     * Reads and checks it; what is wrong with the policy is in the reading.
     *
     * @throws PolicyFileException where the file itself can't be read
     */
    public PolicyReading read() {
        return file.map(PolicyFile::read).orElseGet(profile::read);
    }

    /**
     * The policy.
     *
     * @throws PolicyFileException with a line for each error where it can't be used
     */
    public Policy policy() {
        return policy(read());
    }

    /**
     * The policy, compiled.
     *
     * @throws PolicyFileException with a line for each error where it can't be used
     */
    public PolicyTable table() {
        return table(read());
    }

    PolicyTable table(PolicyReading reading) {
        return PolicyFile.compile(sourceName(), policy(reading));
    }

    private Policy policy(PolicyReading reading) {
        Policy policy = PolicyFile.usable(reading);
        return watches ? policy.withMode(Mode.MONITOR) : policy;
    }
}
