package org.sekimori.control.http;

/**
 * Answers one kind of request. Runs on one of the server's few worker threads, never on an event loop: it may read
 * files and wait a little, but whoever waits for long keeps others from being answered.
 */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers.
     *
     * @throws BadRequestException where the request is wrong: status 400
     * @throws Exception where the server is: status 500, and the message goes to the log, not to the caller
     */
    HttpAnswer handle(HttpRequest request) throws Exception;
}
