package org.sekimori.control.http.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekimori.control.http.BadRequestException;
import org.sekimori.control.http.DownloadEndpoint;
import org.sekimori.control.http.Endpoint;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;
import org.sekimori.control.http.Route;
import org.sekimori.control.http.StreamEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The few threads that run end points, the queue before them, and the number of streams they opened. */
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long IDLE_SECONDS = 60;

    private final HttpLimits.Work limits;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger streams = new AtomicInteger();

    Workers(HttpLimits.Work limits) {
        this.limits = limits;
        threads = new ThreadPoolExecutor(
                limits.workers(),
                limits.workers(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(limits.queue()),
                new DefaultThreadFactory("http-worker", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Has the target answer, soon; says 503 where too many wait. */
    void run(Route route, HttpRequest request, Exchange exchange) {
        try {
            threads.execute(() -> answer(route, request, exchange));
        } catch (RejectedExecutionException full) {
            exchange.answer(Refusals.busy());
        }
    }

    private void answer(Route route, HttpRequest request, Exchange exchange) {
        try {
            if (route.target() instanceof Route.Answer target) {
                exchange.answer(answer(target.endpoint(), request, exchange));
            } else if (route.target() instanceof Route.Stream target) {
                stream(target.endpoint(), request, exchange);
            } else if (route.target() instanceof Route.Download target) {
                download(target.endpoint(), request, exchange);
            }
        } catch (BadRequestException wrong) {
            exchange.answer(Refusals.badRequest(wrong.getMessage()));
        } catch (Throwable fault) {
            // One request's fault is not the server's end; an Error is told like any other.
            LOG.warn("{} {}: {}", route.method(), route.template(), fault.toString());
            exchange.answer(Refusals.failed());
        }
    }

    private static HttpAnswer answer(Endpoint endpoint, HttpRequest request, Exchange exchange) throws Exception {
        return endpoint instanceof ConnectionEndpoint own ? own.handle(request, exchange) : endpoint.handle(request);
    }

    private void stream(StreamEndpoint endpoint, HttpRequest request, Exchange exchange) throws Exception {
        Optional<HttpAnswer> instead = endpoint.answerInstead(request);
        open(instead, StreamingAnswer.EVENTS, request, exchange, stream -> endpoint.open(request, stream));
    }

    private void download(DownloadEndpoint endpoint, HttpRequest request, Exchange exchange) throws Exception {
        Optional<HttpAnswer> instead = endpoint.answerInstead(request);
        open(instead, endpoint.contentType(), request, exchange, stream -> endpoint.open(request, stream));
    }

    private void open(
            Optional<HttpAnswer> instead, String contentType, HttpRequest request, Exchange exchange, Feed feed)
            throws Exception {
        if (instead.isPresent()) {
            exchange.answer(instead.get());
        } else if (request.method().equals("HEAD")) {
            exchange.answer(HttpAnswer.of(200, contentType, new byte[0]));
        } else if (streams.incrementAndGet() > limits.streams()) {
            streams.decrementAndGet();
            exchange.answer(Refusals.tooManyStreams());
        } else {
            StreamingAnswer stream = new StreamingAnswer(exchange.channel(), contentType, limits.pendingBytes());
            exchange.channel().closeFuture().addListener(closed -> streams.decrementAndGet());
            exchange.stream(stream);
            feed(stream, feed);
        }
    }

    /** The head is out, so a fault can only be told by ending the stream. */
    private static void feed(StreamingAnswer stream, Feed feed) {
        try {
            feed.to(stream);
        } catch (Exception fault) {
            LOG.warn("{} stream: {}", stream.contentType(), fault.toString());
            stream.cutOff();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private interface Feed {
        void to(StreamingAnswer stream) throws Exception;
    }
}
