package org.sekimori.control.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Standard error as the journal wants it: each line begins with its priority, {@code <4>} for a warning (sd-daemon(3)).
 * Lines are passed on whole. Any thread.
 */
public final class JournalOutput extends OutputStream {
    /** The device and inode of the journal's socket, where systemd connected one. */
    private static final String STREAM_VARIABLE = "JOURNAL_STREAM";

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final OutputStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    JournalOutput(OutputStream out) {
        this.out = out;
    }

    /** Standard error itself, or with priorities where the journal is at its other end. */
    public static PrintStream standardError(Map<String, String> environment) {
        return isJournal(environment.get(STREAM_VARIABLE))
                ? new PrintStream(new JournalOutput(System.err), true, StandardCharsets.UTF_8)
                : System.err;
    }

    /** A child's standard error may be another than the one its parent's environment tells of. */
    private static boolean isJournal(String stream) {
        if (stream == null) {
            return false;
        }
        try {
            Map<String, Object> file = Files.readAttributes(STANDARD_ERROR, "unix:dev,ino");
            return stream.equals(file.get("dev") + ":" + file.get("ino"));
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    @Override
    public synchronized void write(int value) throws IOException {
        line.write(value);
        if (value == '\n') {
            passOn();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private void passOn() throws IOException {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!text.isBlank()) {
            String marked = "<" + LogPriority.of(text).number() + ">" + text;
            out.write(marked.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /** What is left is passed on as a line. */
    @Override
    public synchronized void close() throws IOException {
        if (line.size() > 0) {
            write('\n');
        }
        out.flush();
    }
}
