package org.sekimori.control.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The first line and the headers of an answer. */
record ApiResponseHead(int status, Map<String, String> headers) {
    private static final int MOST_LINE_BYTES = 8 << 10;
    private static final int MOST_HEADERS = 64;

    static ApiResponseHead read(InputStream in) throws IOException {
        String first = line(in);
        if (!first.matches("HTTP/1\\.1 [0-9]{3}( .*)?")) {
            throw new IOException("this is not HTTP");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= MOST_HEADERS) {
                throw new IOException("this is not HTTP");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new ApiResponseHead(Integer.parseInt(first.substring(9, 12)), headers);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean isChunked() {
        return header("transfer-encoding").equals("chunked");
    }

    /** A line without its end, as all text in HTTP's framing is: ASCII, ended by CR LF. */
    static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer broke off");
            }
            if (text.length() >= MOST_LINE_BYTES) {
                throw new IOException("a line of the answer is too long");
            }
            text.append((char) next);
        }
        int length = text.length();
        return length > 0 && text.charAt(length - 1) == '\r' ? text.substring(0, length - 1) : text.toString();
    }

    /** A header's value in the letters that it was sent in, which are bytes. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
