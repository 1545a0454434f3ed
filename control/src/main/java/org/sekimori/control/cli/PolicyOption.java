package org.sekimori.control.cli;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.sekimori.control.reload.PolicyFileException;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.profile.Profile;
import picocli.CommandLine.Option;

/** The options that name a policy, alike in every command that takes one. */
final class PolicyOption {
    @Option(names = "--policy", paramLabel = "FILE", description = "Policy file; the shipped policy without.")
    private Path file;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "In place of a file: a policy the program brings along ('sekimori policy list').")
    private String profile;

    /** The policy that was named, or the shipped one. */
    PolicyOrigin origin() {
        if (file != null && profile != null) {
            throw new BadInputException("--policy and --profile both name a policy; leave one away");
        }
        if (file != null) {
            return PolicyOrigin.of(file);
        }
        return profile == null ? PolicyOrigin.SHIPPED : PolicyOrigin.of(profile(profile));
    }

    /** Whether a policy was named at all. */
    boolean isGiven() {
        return file != null || profile != null;
    }

    /** The profile of that name, which the user gave. */
    static Profile profile(String name) {
        return Profile.of(name)
                .orElseThrow(() -> new BadInputException(
                        "there is no profile '" + name + "'; expected " + String.join(", ", Profile.words())));
    }

    /** The policy, compiled, or what is wrong with it as the user's fault. */
    static PolicyTable table(PolicyOrigin origin) {
        return usable(origin::table);
    }

    /** What comes of a policy, or what is wrong with it as the user's fault. */
    static <T> T usable(Supplier<T> part) {
        try {
            return part.get();
        } catch (PolicyFileException refused) {
            throw new BadInputException(refused.getMessage(), refused);
        }
    }
}
