package org.sekimori.control.http.server;

import org.sekimori.control.http.HttpAnswer;

/** What the server itself says no with. None repeats what the client sent. */
final class Refusals {
    private static final String RETRY_AFTER = "Retry-After";

    private Refusals() {}

    static HttpAnswer malformed() {
        return HttpAnswer.problem(400, "Bad Request", "the request is malformed");
    }

    static HttpAnswer lineTooLong() {
        return HttpAnswer.problem(414, "URI Too Long", "the first line of the request is too long");
    }

    static HttpAnswer headersTooLarge() {
        return HttpAnswer.problem(431, "Request Header Fields Too Large", "the request's headers are too large");
    }

    static HttpAnswer lengthRequired() {
        return HttpAnswer.problem(411, "Length Required", "send the body with a Content-Length, not in chunks");
    }

    static HttpAnswer tooLarge(long most) {
        return HttpAnswer.problem(413, "Content Too Large", "a body of at most " + most + " bytes is taken here");
    }

    static HttpAnswer expectationFailed() {
        return HttpAnswer.problem(417, "Expectation Failed", "100-continue is the only expectation known");
    }

    static HttpAnswer requestTimeout() {
        return HttpAnswer.problem(408, "Request Timeout", "the request took too long to arrive");
    }

    static HttpAnswer wrongHost() {
        return HttpAnswer.problem(421, "Misdirected Request", "this server is not called by the name in Host");
    }

    static HttpAnswer wrongOrigin() {
        return HttpAnswer.problem(
                403, "Forbidden", "the request comes from a page of another origin, or doesn't say from where");
    }

    static HttpAnswer unauthorized() {
        return HttpAnswer.problem(401, "Unauthorized", "the token is wanted: Authorization: Bearer TOKEN, or log in")
                .with("WWW-Authenticate", "Bearer realm=\"sekimori\"");
    }

    static HttpAnswer tooManyFailures() {
        return HttpAnswer.problem(429, "Too Many Requests", "too many wrong tokens from this address")
                .with(RETRY_AFTER, "10");
    }

    static HttpAnswer tooManyRequests() {
        return HttpAnswer.problem(429, "Too Many Requests", "too many requests from this address")
                .with(RETRY_AFTER, "1");
    }

    static HttpAnswer notFound() {
        return HttpAnswer.problem(404, "Not Found", "there is nothing at this path");
    }

    static HttpAnswer methodNotAllowed(String allowed) {
        return HttpAnswer.problem(405, "Method Not Allowed", "this path answers to " + allowed)
                .with("Allow", allowed);
    }

    static HttpAnswer busy() {
        return HttpAnswer.problem(503, "Service Unavailable", "too much to do at the moment")
                .with(RETRY_AFTER, "1");
    }

    static HttpAnswer tooManyStreams() {
        return HttpAnswer.problem(503, "Service Unavailable", "too many streams are open")
                .with(RETRY_AFTER, "10");
    }

    static HttpAnswer badRequest(String detail) {
        return HttpAnswer.problem(400, "Bad Request", detail);
    }

    static HttpAnswer failed() {
        return HttpAnswer.problem(500, "Internal Server Error", "the server's log says more");
    }

    static HttpAnswer handlingTimeout() {
        return HttpAnswer.problem(
                504, "Gateway Timeout", "the answer takes too long; what was asked may still be done");
    }
}
