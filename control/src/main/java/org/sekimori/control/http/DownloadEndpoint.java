package org.sekimori.control.http;

import java.util.Optional;

/** Answers with bytes that come in the course of time. All methods but {@link #contentType} run on a worker thread and must return soon. */
@FunctionalInterface
public interface DownloadEndpoint {
    /** Takes the download, to be fed, and closed at its end, from a thread of the end point's own. */
    void open(HttpRequest request, ByteSink sink) throws Exception;

    /** Media type of what is sent. */
    default String contentType() {
        return "application/octet-stream";
    }

    /** An ordinary answer instead, where the request is wrong. */
    default Optional<HttpAnswer> answerInstead(HttpRequest request) throws Exception {
        return Optional.empty();
    }
}
