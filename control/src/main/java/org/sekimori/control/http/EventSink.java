package org.sekimori.control.http;

/** An open stream of server-sent events. Never blocks: a client that lets too much pile up is cut off. */
public interface EventSink extends OpenAnswer {
    /**
     * Sends an event.
     *
     * @param event its type, one word
     * @param data any text; its lines arrive as one text again
     * @return false where the stream has ended
     */
    boolean send(String event, String data);
}
