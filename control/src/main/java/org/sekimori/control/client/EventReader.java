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
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
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

    private static String text(String line) {
        int from = line.startsWith(" ", DATA.length()) ? DATA.length() + 1 : DATA.length();
        return line.substring(from);
    }
}
