package org.sekimori.control.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads server-sent events: lines that begin with {@code data:} until an empty one; comments and types are passed over. */
final class EventReader {
    private static final String DATA = "data:";
    private static final int MOST_EVENT_CHARACTERS = 4 << 20;

    private final Consumer<String> event;

    EventReader(Consumer<String> event) {
        this.event = event;
    }

    void readAll(InputStream in) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        StringBuilder data = new StringBuilder();
        for (String line = line(lines); line != null; line = line(lines)) {
            if (line.startsWith(DATA)) {
                data.append(data.isEmpty() ? "" : "\n").append(text(line));
            } else if (line.isEmpty() && !data.isEmpty()) {
                event.accept(data.toString());
                data.setLength(0);
            }
            if (data.length() > MOST_EVENT_CHARACTERS) {
                throw new IOException("an event is too long");
            }
        }
    }

    /** The next line, null at the end; not longer than an event may be. */
    private static String line(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            if (line.length() >= MOST_EVENT_CHARACTERS) {
                throw new IOException("an event is too long");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private static String text(String line) {
        int from = line.startsWith(" ", DATA.length()) ? DATA.length() + 1 : DATA.length();
        return line.substring(from);
    }
}
