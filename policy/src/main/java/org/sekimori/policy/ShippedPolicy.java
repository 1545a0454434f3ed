package org.sekimori.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.text.PolicyReader;
import org.sekimori.policy.text.PolicyReading;

/** The policy that is in force when nobody names another. */
public final class ShippedPolicy {
    /** How findings and output call it. */
    public static final String SOURCE_NAME = "shipped.yaml";

    private ShippedPolicy() {}

    /** Its text, comments included, for an admin to copy. */
    public static String text() {
        try (InputStream resource = ShippedPolicy.class.getResourceAsStream(SOURCE_NAME)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped policy can't be read from the program's own jar", e);
        }
    }

    /** The policy itself. */
    public static Policy policy() {
        PolicyReading reading = PolicyReader.read(SOURCE_NAME, text());
        return reading.policy()
                .orElseThrow(() -> new IllegalStateException(
                        "the shipped policy is broken: " + reading.findings().get(0)));
    }

    /** The policy, compiled. */
    public static PolicyTable table() {
        return PolicyTable.over(PolicyCompiler.compile(policy()));
    }
}
