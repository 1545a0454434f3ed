package org.sekimori.control.lab.attack;

import java.util.HexFormat;

/**
 * One thing the sender is to do, as a line of words.
 *
 * @param id the caller's number for it; the answer carries it back
 * @param source the address to send from, which this machine must have
 * @param patienceMs how long to wait for the first byte of an answer; for a flood, how long it lasts
 * @param perSecond datagrams a second, for a flood
 */
public record Order(
        int id, Kind kind, String source, String target, int port, byte[] payload, int patienceMs, int perSecond) {
    /** What to do. */
    public enum Kind {
        /** Send one datagram and count what comes back. */
        DATAGRAM,
        /** Connect, send, and count what comes back. */
        CONNECT,
        /** Connect and send as above, and leave the connection open. */
        OPEN,
        /** Send on the connection left open, and count what comes back; ends it. */
        CONTINUE,
        /** Send datagrams at a rate, and count what comes back. */
        FLOOD
    }

    private static final int WORD_COUNT = 8;

    /** The line that says it. */
    public String line() {
        return id + " " + kind + " " + source + " " + target + " " + port + " "
                + HexFormat.of().formatHex(payload) + " " + patienceMs + " " + perSecond;
    }

    /** Reads such a line. */
    public static Order parse(String line) {
        String[] words = line.split(" ");
        if (words.length != WORD_COUNT) {
            throw new IllegalArgumentException("order has " + words.length + " words, not " + WORD_COUNT);
        }
        return new Order(
                Integer.parseInt(words[0]),
                Kind.valueOf(words[1]),
                words[2],
                words[3],
                Integer.parseInt(words[4]),
                HexFormat.of().parseHex(words[5]),
                Integer.parseInt(words[6]),
                Integer.parseInt(words[7]));
    }

    Order numbered(int number) {
        return new Order(number, kind, source, target, port, payload, patienceMs, perSecond);
    }
}
