package org.sekimori.control.http.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Date;
import java.util.Map;
import org.sekimori.control.http.HttpAnswer;

/** Turns answers into Netty's responses, with the headers that tell browsers to trust them with as little as possible. */
final class Responses {
    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cache-Control", "no-store");
    private static final String STRICT_TRANSPORT = "Strict-Transport-Security";
    private static final String ONE_YEAR = "max-age=31536000";

    private final boolean strictTransport;

    /**
     * Prepares.
     *
     * @param strictTransport whether browsers are told to come by TLS only: not with a certificate they don't trust
     */
    Responses(boolean strictTransport) {
        this.strictTransport = strictTransport;
    }

    /** A whole answer. */
    FullHttpResponse whole(HttpAnswer answer, boolean tls, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        HttpHeaders headers = addHeaders(response, answer.contentType(), tls);
        answer.headers().forEach(headers::set);
        if (answer.status() != HttpResponseStatus.NO_CONTENT.code()) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    /**
     * The head of a stream.
     *
     * @param chunked whether the client can tell the stream's end from the connection's
     */
    HttpResponse streamHead(String contentType, boolean tls, boolean chunked) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpHeaders headers = addHeaders(response, contentType, tls);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (chunked) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return response;
    }

    private HttpHeaders addHeaders(HttpResponse response, String contentType, boolean tls) {
        HttpHeaders headers = response.headers();
        ALWAYS.forEach(headers::set);
        headers.set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
        if (tls && strictTransport) {
            headers.set(STRICT_TRANSPORT, ONE_YEAR);
        }
        if (!contentType.isEmpty()) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        }
        return headers;
    }
}
