package org.sekimori.control.http;

import java.util.Optional;

/** Answers with server-sent events until one side has had enough. Both methods run on a worker thread and must return soon. */
@FunctionalInterface
public interface StreamEndpoint {
    /** Takes the stream, to be fed from a thread of the end point's own. */
    void open(HttpRequest request, EventSink sink) throws Exception;

    /** An ordinary answer instead of a stream, where the request asks for one or is wrong. */
    default Optional<HttpAnswer> answerInstead(HttpRequest request) throws Exception {
        return Optional.empty();
    }
}
