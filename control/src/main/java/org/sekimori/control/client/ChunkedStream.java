package org.sekimori.control.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** What chunks hold (RFC 9112, 7.1), until the one that ends them. */
final class ChunkedStream extends InputStream {
    private static final int MOST_CHUNK_BYTES = 64 << 20;

    private final InputStream in;
    private int left;
    private boolean ended;

    ChunkedStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int count = in.read(into, offset, Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the answer broke off");
        }
        left -= count;
        if (left == 0) {
            ApiResponseHead.line(in);
        }
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (ended) {
            return false;
        }
        String size = ApiResponseHead.line(in);
        try {
            left = Integer.parseInt(size, 16);
        } catch (NumberFormatException notANumber) {
            throw new IOException("this is not HTTP", notANumber);
        }
        if (left < 0 || left > MOST_CHUNK_BYTES) {
            throw new IOException("this is not HTTP");
        }
        ended = left == 0;
        if (ended) {
            ApiResponseHead.line(in);
        }
        return !ended;
    }
}
