package org.sekimori.policy.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.text.PolicyReader;
import org.sekimori.policy.text.PolicyReading;

/** A policy the program brings along: a commented text to use as it is, or to copy and edit. */
public enum Profile {
    /** In force when nobody names another. */
    SHIPPED("shipped"),
    /** An office with a domain controller. */
    OFFICE("office"),
    /** A school that watches for infected machines. */
    SCHOOL("school"),
    /** A line whose owner wonders what it uploads. */
    ISP_SUPPORT("isp-support"),
    /** A site that is the victim of a reflection attack. */
    SHIELD("shield"),
    /** Answers only to questions that were asked, for DNS and NTP. */
    STRICT("strict"),
    /** Closed but for a few doors. */
    DEFAULT_DROP("default-drop"),
    /** By port numbers alone, without looking into messages. */
    PORTS_ONLY("ports-only");

    private static final String FOLDER = "/org/sekimori/policy/";

    private final String word;

    Profile(String word) {
        this.word = word;
    }

    /** The profile of that name. */
    public static Optional<Profile> of(String word) {
        return Arrays.stream(values())
                .filter(profile -> profile.word.equals(word))
                .findFirst();
    }

    /** The names of all profiles, the shipped one first. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Profile::word).toList();
    }

    /** The stable, lower-case name. */
    public String word() {
        return word;
    }

    /** How findings and output call the text. */
    public String sourceName() {
        return word + ".yaml";
    }

    /** The text, comments included, for an admin to copy. */
    public String text() {
        try (InputStream resource = Profile.class.getResourceAsStream(FOLDER + sourceName())) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(sourceName() + " can't be read from the program's own jar", e);
        }
    }

    /** The text, read and checked. */
    public PolicyReading read() {
        return PolicyReader.read(sourceName(), text());
    }

    /** The policy itself. */
    public Policy policy() {
        PolicyReading reading = read();
        return reading.policy()
                .orElseThrow(() -> new IllegalStateException("a policy of the program's own is broken: "
                        + reading.findings().get(0)));
    }

    /** The policy, compiled. */
    public PolicyTable table() {
        return PolicyTable.over(PolicyCompiler.compile(policy()));
    }
}
