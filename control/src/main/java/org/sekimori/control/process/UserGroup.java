package org.sekimori.control.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A user's own group, which need not have the user's name. Asked of id(1), since Java knows groups by name only. */
public final class UserGroup {
    private UserGroup() {}

    /**
     * The number of that user's group.
     *
     * @throws IOException where id(1) knows no such user, with its words
     */
    public static int of(String user) throws IOException {
        Process id = new ProcessBuilder("id", "-g", "--", user)
                .redirectErrorStream(true)
                .start();
        String said = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return Integer.parseInt(said);
        } catch (NumberFormatException unknown) {
            throw new IOException(said, unknown);
        }
    }
}
