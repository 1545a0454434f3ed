package org.sekimori.policy.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (2020-12) of the policy language, for editors that check and complete while one types. */
public final class PolicySchema {
    private static final String RESOURCE = "/org/sekimori/policy/policy.schema.json";

    private PolicySchema() {}

    /** Its text. */
    public static String text() {
        try (InputStream resource = PolicySchema.class.getResourceAsStream(RESOURCE)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
