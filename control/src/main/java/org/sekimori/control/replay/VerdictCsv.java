package org.sekimori.control.replay;

import java.io.IOException;
import java.io.Writer;
import org.sekimori.dataplane.pcap.CaptureException;

/** Writes verdicts as comma-separated values (RFC 4180, with plain line feeds), a header line first. */
public final class VerdictCsv implements VerdictSink, AutoCloseable {
    /** The first line. */
    public static final String HEADER = "file,frame,direction,verdict,rule,reason";

    private final String name;
    private final Writer out;

    /**
     * Writes the header.
     *
     * @param name what failures call the output
     * @param out closed with this
     */
    public VerdictCsv(String name, Writer out) {
        this.name = name;
        this.out = out;
        write(HEADER + "\n");
    }

    @Override
    public void accept(FrameVerdict verdict) {
        write(line(verdict));
    }

    /** One frame's line, with its line feed. */
    static String line(FrameVerdict verdict) {
        return quoted(verdict.file())
                + ','
                + verdict.frame()
                + ','
                + verdict.direction().word()
                + ','
                + verdict.word()
                + ','
                + verdict.rule()
                + ','
                + verdict.reason().word()
                + '\n';
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private void write(String text) {
        try {
            out.write(text);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private CaptureException failure(IOException cause) {
        return new CaptureException(name + ": could not be written whole (" + cause.getMessage() + ")", cause);
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
