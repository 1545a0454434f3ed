package org.sekimori.control.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.sekimori.control.events.DropCaptures;
import org.sekimori.control.events.DropEventText;
import org.sekimori.control.events.LiveEvents;
import org.sekimori.control.http.ByteSink;
import org.sekimori.control.http.DownloadEndpoint;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;
import org.sekimori.dataplane.command.BoxLink;
import org.sekimori.dataplane.command.BoxRefusalException;
import org.sekimori.dataplane.command.BoxUnreachableException;
import org.sekimori.dataplane.pcap.PcapngStream;

/**
 * Has the box tell of drops with their first bytes for a while, and sends them as a pcapng file as they come. One at a
 * time: the box has one setting for it.
 */
final class DropCaptureEndpoint implements DownloadEndpoint, AutoCloseable {
    static final int MAX_SECONDS = 600;
    static final int DEFAULT_SECONDS = 10;
    static final int SNAP_BYTES = 256;

    private static final List<String> INTERFACES = List.of("wan", "lan");
    /** What is still in the box's ring when the time is over is read within this. */
    private static final long AFTERWARDS_MS = 300;

    private static final long FREE = 0;

    private final BoxLink box;
    private final DropCaptures captures;
    private final AtomicLong busyUntilNs = new AtomicLong(FREE);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "drop-capture");
        thread.setDaemon(true);
        return thread;
    });

    DropCaptureEndpoint(BoxLink box, DropCaptures captures) {
        this.box = box;
        this.captures = captures;
    }

    @Override
    public String contentType() {
        return "application/vnd.tcpdump.pcap";
    }

    /** Begins the capture, so that a box that isn't there is said in place of an empty file. */
    @Override
    public Optional<HttpAnswer> answerInstead(HttpRequest request) {
        int seconds = seconds(request);
        long nowNs = System.nanoTime();
        long busy = busyUntilNs.get();
        if (busy != FREE && busy - nowNs > 0 || !busyUntilNs.compareAndSet(busy, until(nowNs, seconds))) {
            return Optional.of(HttpAnswer.problem(409, "Busy", "a capture of drops is under way; wait for its end"));
        }
        try {
            box.captureDrops(seconds, SNAP_BYTES);
            return Optional.empty();
        } catch (BoxUnreachableException unreachable) {
            busyUntilNs.set(FREE);
            return Optional.of(HttpAnswer.problem(503, "No box", unreachable.getMessage()));
        } catch (BoxRefusalException refusal) {
            busyUntilNs.set(FREE);
            return Optional.of(HttpAnswer.problem(502, "Refused by the box", refusal.getMessage()));
        }
    }

    private static long until(long nowNs, int seconds) {
        long endNs = nowNs + TimeUnit.SECONDS.toNanos(seconds) + TimeUnit.MILLISECONDS.toNanos(AFTERWARDS_MS);
        return endNs == FREE ? 1 : endNs;
    }

    private static int seconds(HttpRequest request) {
        return request.number("seconds", DEFAULT_SECONDS, 1, MAX_SECONDS);
    }

    @Override
    public void open(HttpRequest request, ByteSink sink) {
        sink.send(PcapngStream.head(INTERFACES));
        LiveEvents.Subscription listening = captures.subscribe(drop -> sink.send(PcapngStream.frame(
                drop.direction().ordinal(), DropEventText.frame(drop), DropEventText.verdict(drop))));
        sink.onClose(() -> {
            listening.close();
            busyUntilNs.set(FREE);
        });
        timer.schedule(sink::close, TimeUnit.SECONDS.toMillis(seconds(request)) + AFTERWARDS_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
