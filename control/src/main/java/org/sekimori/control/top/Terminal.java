package org.sekimori.control.top;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.control.report.PlainWriter;

/**
 * The terminal this process runs in, for as long as it is open without line editing and echo, and on a screen of its own.
 * The platform has no way to set that: {@code stty}, which every Debian has, does it.
 */
final class Terminal implements AutoCloseable {
    private static final File TTY = new File("/dev/tty");
    private static final String OWN_SCREEN = "\033[?1049h\033[?25l";
    private static final String BACK = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";
    private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)\\s*");
    private static final TerminalSize STANDARD = new TerminalSize(24, 80);

    private final PrintWriter out;
    private final String settings;
    private final InputStream keys;

    private Terminal(PrintWriter out, String settings, InputStream keys) {
        this.out = out;
        this.settings = settings;
        this.keys = keys;
    }

    /** Takes the terminal over; {@code out} writes to it. */
    static Terminal open(PrintWriter out) throws IOException {
        String settings = stty("-g").strip();
        InputStream keys = new FileInputStream(TTY);
        stty("-icanon", "-echo", "min", "0", "time", "0");
        PrintWriter raw = PlainWriter.beneath(out);
        raw.print(OWN_SCREEN);
        raw.flush();
        return new Terminal(raw, settings, keys);
    }

    /** Its size now. */
    TerminalSize size() {
        try {
            Matcher size = SIZE.matcher(stty("size"));
            int rows = size.matches() ? Integer.parseInt(size.group(1)) : 0;
            int columns = rows > 0 ? Integer.parseInt(size.group(2)) : 0;
            return columns > 0 ? new TerminalSize(rows, columns) : STANDARD;
        } catch (IOException unknown) {
            return STANDARD;
        }
    }

    /** The key that was pressed, without waiting; -1 where none was. */
    int key() throws IOException {
        return keys.read();
    }

    /** Shows these lines in place of those before. */
    void show(List<String> lines) {
        StringBuilder screen = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            screen.append(i == 0 ? "" : "\r\n")
                    .append(PlainWriter.clean(lines.get(i)))
                    .append(CLEAR_LINE);
        }
        out.print(screen.append(CLEAR_BELOW));
        out.flush();
    }

    private static String stty(String... words) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("stty"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectInput(TTY)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("stty: " + said.strip());
            }
            return said;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException(interruption);
        }
    }

    @Override
    public void close() throws IOException {
        out.print(BACK);
        out.flush();
        try (keys) {
            stty(settings);
        }
    }
}
