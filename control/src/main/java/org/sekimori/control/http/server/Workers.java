package org.sekimori.control.http.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.http.BadRequestException;
import org.sekimori.control.http.Caller;
import org.sekimori.control.http.DownloadEndpoint;
import org.sekimori.control.http.Endpoint;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;
import org.sekimori.control.http.Route;
import org.sekimori.control.http.StreamEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run end points, and the queues before them. What takes long has a thread of its own for each kind, and what
 * doesn't has threads for each origin: a policy that is checked for a minute keeps no confirmation waiting, and no crowd of
 * callers keeps root waiting.
 */
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long IDLE_SECONDS = 60;

    private final HttpLimits.Work limits;
    private final RequestGuard guard;
    private final Map<Origin, ThreadPoolExecutor> prompt = new EnumMap<>(Origin.class);
    /** For those who have shown no credentials: what is open to all, such as health and login. */
    private final ThreadPoolExecutor strangers;

    private final Map<Route.Load, ThreadPoolExecutor> slow = new EnumMap<>(Route.Load.class);
    private final StreamPlaces streams;

    Workers(HttpLimits.Work limits, RequestGuard guard) {
        this.limits = limits;
        this.guard = guard;
        streams = new StreamPlaces(limits.streams());
        for (Origin origin : Origin.values()) {
            prompt.put(origin, threads("http-" + origin.name().toLowerCase(Locale.ROOT), limits.workers()));
        }
        strangers = threads("http-stranger", 1);
        for (Route.Load load : EnumSet.complementOf(EnumSet.of(Route.Load.PROMPT))) {
            slow.put(load, threads("http-" + load.name().toLowerCase(Locale.ROOT), 1));
        }
    }

    private ThreadPoolExecutor threads(String name, int count) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(limits.queue()),
                new DefaultThreadFactory(name, true));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Has the target answer, soon; says 503 where too many wait. */
    void run(Route route, HttpRequest request, Exchange exchange) {
        try {
            threadsFor(route, exchange).execute(() -> begin(route, request, exchange));
        } catch (RejectedExecutionException full) {
            exchange.answer(Refusals.busy());
        }
    }

    private ThreadPoolExecutor threadsFor(Route route, Exchange exchange) {
        if (exchange.decision().caller().kind() == Caller.Kind.NOBODY) {
            return strangers;
        }
        return route.load() == Route.Load.PROMPT ? prompt.get(exchange.peer().origin()) : slow.get(route.load());
    }

    /** Requests that nobody waits for any more aren't begun, nor those whose token was renewed while they waited. */
    private void begin(Route route, HttpRequest request, Exchange exchange) {
        if (!exchange.isAwaited()) {
            return;
        }
        if (guard.isCurrent(exchange.decision())) {
            answer(route, request, exchange);
        } else {
            exchange.answer(Refusals.unauthorized());
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
        if (isHead(request, StreamingAnswer.EVENTS, exchange)) {
            return;
        }
        open(
                endpoint.answerInstead(request),
                StreamingAnswer.EVENTS,
                exchange,
                stream -> endpoint.open(request, stream));
    }

    private void download(DownloadEndpoint endpoint, HttpRequest request, Exchange exchange) throws Exception {
        if (isHead(request, endpoint.contentType(), exchange)) {
            return;
        }
        open(
                endpoint.answerInstead(request),
                endpoint.contentType(),
                exchange,
                stream -> endpoint.open(request, stream));
    }

    /** A request for the head alone gets it, and nothing is begun. */
    private static boolean isHead(HttpRequest request, String contentType, Exchange exchange) {
        if (!request.method().equals("HEAD")) {
            return false;
        }
        exchange.answer(HttpAnswer.of(200, contentType, new byte[0]));
        return true;
    }

    private void open(Optional<HttpAnswer> instead, String contentType, Exchange exchange, Feed feed) {
        if (instead.isPresent()) {
            exchange.answer(instead.get());
        } else if (!streams.take(exchange.peer())) {
            exchange.answer(Refusals.tooManyStreams());
        } else {
            StreamingAnswer stream = new StreamingAnswer(exchange.channel(), contentType, limits.pendingBytes());
            exchange.channel().closeFuture().addListener(closed -> streams.giveBack(exchange.peer()));
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
        prompt.values().forEach(ThreadPoolExecutor::shutdownNow);
        strangers.shutdownNow();
        slow.values().forEach(ThreadPoolExecutor::shutdownNow);
    }

    private interface Feed {
        void to(StreamingAnswer stream) throws Exception;
    }
}
