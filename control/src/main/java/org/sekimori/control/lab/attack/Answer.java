package org.sekimori.control.lab.attack;

import java.util.Locale;

/**
 * What came of an order, as a line of words.
 *
 * @param sent datagrams sent, or connections tried
 * @param received datagrams that came back, or reads that gave bytes
 * @param bytes payload bytes that came back
 */
public record Answer(int id, Outcome outcome, long sent, long received, long bytes) {
    /** How it went. */
    public enum Outcome {
        ANSWERED,
        /** A connection was accepted, and then nothing was said. */
        CONNECTED,
        /** The other side said no: a TCP reset or an ICMP error. */
        REFUSED,
        SILENT
    }

    public String line() {
        return id + " " + outcome + " " + sent + " " + received + " " + bytes;
    }

    /** Reads such a line. */
    public static Answer parse(String line) {
        String[] words = line.split(" ");
        return new Answer(
                Integer.parseInt(words[0]),
                Outcome.valueOf(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]));
    }

    /** Nothing at all came back. */
    public boolean isSilent() {
        return outcome == Outcome.SILENT;
    }

    /** In words, with the amplification factor of an answer to {@code requestBytes}. */
    public String text(int requestBytes) {
        if (outcome != Outcome.ANSWERED) {
            return outcome.name().toLowerCase(Locale.ROOT);
        }
        double factor = (double) bytes / requestBytes;
        return String.format(Locale.ROOT, "%d -> %d bytes, factor %.1f", requestBytes, bytes, factor);
    }
}
