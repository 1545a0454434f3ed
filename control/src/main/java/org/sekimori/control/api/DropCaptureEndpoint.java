package org.sekimori.control.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
 * Has the box tell of drops with their first bytes for a while, and sends them as a pcapng file as they come. Captures
 * share the box's setting, so that none has to wait for another's end.
 */
final class DropCaptureEndpoint implements DownloadEndpoint, AutoCloseable {
    static final int MAX_SECONDS = 600;
    static final int DEFAULT_SECONDS = 10;
    static final int SNAP_BYTES = 256;

    private static final List<String> INTERFACES = List.of("wan", "lan");
    /** What is still in the box's ring when the time is over is read within this. */
    private static final long AFTERWARDS_MS = 300;

    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final BoxLink box;
    private final DropCaptures captures;
    /** Until when the box was asked to tell of drops with their bytes, by {@link System#nanoTime}. */
    private long endNs = System.nanoTime();

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
        try {
            extend(seconds);
            return Optional.empty();
        } catch (BoxUnreachableException unreachable) {
            return Optional.of(HttpAnswer.problem(503, "No box", unreachable.getMessage()));
        } catch (BoxRefusalException refusal) {
            return Optional.of(HttpAnswer.problem(502, "Refused by the box", refusal.getMessage()));
        }
    }

    /** The box has one setting for all captures: it lasts as long as the longest of them. */
    private synchronized void extend(int seconds) {
        long nowNs = System.nanoTime();
        long leftNs = Math.max(TimeUnit.SECONDS.toNanos(seconds), endNs - nowNs);
        box.captureDrops((int) Math.ceil(leftNs / NS_PER_SECOND), SNAP_BYTES);
        endNs = nowNs + leftNs;
    }

    private static int seconds(HttpRequest request) {
        return request.number("seconds", DEFAULT_SECONDS, 1, MAX_SECONDS);
    }

    @Override
    public void open(HttpRequest request, ByteSink sink) {
        sink.send(PcapngStream.head(INTERFACES));
        LiveEvents.Subscription listening = captures.subscribe(drop -> sink.send(PcapngStream.frame(
                drop.direction().ordinal(), DropEventText.frame(drop), DropEventText.verdict(drop))));
        sink.onClose(listening::close);
        timer.schedule(sink::close, TimeUnit.SECONDS.toMillis(seconds(request)) + AFTERWARDS_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
