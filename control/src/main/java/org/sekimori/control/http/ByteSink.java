package org.sekimori.control.http;

/** An open download. Never blocks: a client that lets too much pile up is cut off. */
public interface ByteSink extends OpenAnswer {
    /**
     * Sends bytes, which the caller doesn't change any more.
     *
     * @return false where the download has ended
     */
    boolean send(byte[] bytes);
}
