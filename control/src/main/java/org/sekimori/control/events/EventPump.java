package org.sekimori.control.events;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sekimori.control.history.SetNote;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.event.DropEvent;
import org.sekimori.dataplane.event.EventReader;

/**
 * Carries events from the box's file, and those of control itself, to the outlets: the file, syslog, memory and whoever
 * listens. Its thread is the only one that reads the box's events; no outlet makes it wait.
 *
 * <p>Control makes one, with the {@code BoxFileWatch} it uses anyway and {@code STATE/control/events.jsonl}, starts it
 * before the HTTP server, and closes it after: {@code new EventPump(watch, err).writeTo(file, options).sendTo(syslog).start()}.
 * The end points get {@link #recent}, {@link #live} and {@link #captures}, the metrics {@link #tally}. {@link #refused} may be
 * called by anyone.
 */
public final class EventPump implements AutoCloseable {
    private static final int BATCH = 256;
    private static final int MAX_REST = 100_000;
    private static final long MIN_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    /** Where nothing has come for a while: an idle machine should not be woken 50 times a second. */
    private static final long MAX_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(160);

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CLOSE_MS = 2_000;

    private final BoxFileWatch watch;
    private final PrintWriter err;
    private final RecentEvents recent = new RecentEvents();
    private final LiveEvents live = new LiveEvents();
    private final DropCaptures captures = new DropCaptures();
    private final EventTally tally = new EventTally();
    private final List<EventOutlet> outlets = new ArrayList<>(List.of(recent, live));
    private final BoxObserver observer = new BoxObserver(this::spread);
    private final Complaints complaints;
    private final Complaints ofPlace;
    private final Thread thread = new Thread(this::run, "events");
    private BoxFileReader box;
    private EventReader events;
    private Optional<ReadingPlaceFile> place = Optional.empty();
    private ReadingPlace resumed = ReadingPlace.NONE;
    private long lostBefore;
    private volatile boolean closing;

    /** Nothing runs yet; {@code err} takes one line a minute at most of what goes wrong with each outlet. */
    public EventPump(BoxFileWatch watch, PrintWriter err) {
        this.watch = watch;
        this.err = err;
        complaints = new Complaints(err, System::nanoTime);
        ofPlace = new Complaints(err, System::nanoTime);
        thread.setDaemon(true);
    }

    /** Writes events to that file too; before {@link #start}. */
    public EventPump writeTo(Path file, EventFileOptions options) {
        return add("file", new RollingEventFile(file, options));
    }

    /** Sends events to that server too; before {@link #start}. */
    public EventPump sendTo(SyslogOptions options) {
        return add("syslog", new SyslogWriter(options));
    }

    /**
     * Goes on where the process before stopped that kept its place in that file, and keeps this one's there; before
     * {@link #start}.
     */
    public EventPump resumeBy(Path file) {
        ReadingPlaceFile kept = new ReadingPlaceFile(file);
        resumed = kept.load();
        observer.resume(resumed);
        place = Optional.of(kept);
        return this;
    }

    private EventPump add(String name, EventWriter writer) {
        QueuedOutlet outlet = QueuedOutlet.start(name, writer, QueuedOutlet.DEFAULT_CAPACITY, err);
        tally.add(outlet.tally());
        outlets.add(outlet);
        return this;
    }

    public EventPump start() {
        thread.start();
        return this;
    }

    public RecentEvents recent() {
        return recent;
    }

    public LiveEvents live() {
        return live;
    }

    public DropCaptures captures() {
        return captures;
    }

    public EventTally tally() {
        return tally;
    }

    /** Opens files and connections anew, whatever they were; any thread. */
    public void reopen() {
        outlets.forEach(EventOutlet::reopen);
    }

    /** Tells that a policy or a command was refused, and why. */
    public void refused(String cause) {
        spread(Event.at(epochNs(), EventKind.REFUSED)
                .with(EventField.CAUSE, cause)
                .build());
    }

    /** Tells that a policy came in force of which something is to be said. */
    public void warned(String policy, String cause) {
        spread(Event.at(epochNs(), EventKind.POLICY_WARNING)
                .with(EventField.POLICY, policy)
                .with(EventField.CAUSE, cause)
                .build());
    }

    /** Tells what a set's file gave when a policy came in force. */
    public void setRead(SetNote set) {
        Event.Builder event = Event.at(epochNs(), set.isHeld() ? EventKind.SET_HELD : EventKind.SET_CHANGED)
                .with(EventField.SET, set.set())
                .with(EventField.FILE, set.file());
        if (set.before() != SetNote.UNKNOWN) {
            event.with(EventField.ENTRIES_BEFORE, set.before());
        }
        spread(event.with(EventField.ENTRIES, set.entries())
                .with(EventField.CAUSE, set.held())
                .build());
    }

    private void run() {
        long nextLookNs = System.nanoTime();
        long pauseNs = MIN_PAUSE_NS;
        while (!closing) {
            long nowNs = System.nanoTime();
            try {
                boolean isDue = nowNs - nextLookNs >= 0;
                if (isDue) {
                    nextLookNs = nowNs + LOOK_NS;
                    look(nowNs);
                }
                int count = readSome();
                if (isDue || count > 0) {
                    keepPlace();
                }
                if (count > 0) {
                    pauseNs = MIN_PAUSE_NS;
                } else {
                    LockSupport.parkNanos(pauseNs);
                    pauseNs = Math.min(2 * pauseNs, MAX_PAUSE_NS);
                }
            } catch (RuntimeException | Error fault) {
                complaints.say("events: " + fault);
                LockSupport.parkNanos(LOOK_NS);
            }
        }
    }

    private void look(long nowNs) {
        Optional<BoxFileReader> current = watch.current();
        if (current.isPresent() && current.get() != box) {
            readRest();
            box = current.get();
            boolean isSame = BoxHealth.status(box)
                    .map(status -> status.instance() == resumed.instance())
                    .orElse(false);
            events = box.events().resume(isSame ? resumed.rings() : List.of());
            lostBefore = 0;
        }
        observer.look(current, watch.problem(), nowNs, epochNs());
        outlets.forEach(outlet -> outlet.supervise(nowNs));
    }

    /** What a box left that is gone. */
    private void readRest() {
        for (int count = readSome(), all = count; count > 0 && all < MAX_REST; all += count) {
            count = readSome();
        }
    }

    private void keepPlace() {
        try {
            if (place.isPresent() && events != null) {
                place.get().save(new ReadingPlace(observer.instance(), observer.told(), events.positions()));
            }
        } catch (IOException problem) {
            ofPlace.say(
                    "events: what was read can't be kept, a restart may tell events twice: " + problem.getMessage());
        }
    }

    /** Reads what is there. */
    private int readSome() {
        if (events == null) {
            return 0;
        }
        int count = events.poll(this::take, BATCH);
        long lost = events.lost() - lostBefore;
        if (lost > 0) {
            lostBefore += lost;
            tally.countLost(lost);
            spread(Event.at(epochNs(), EventKind.EVENTS_LOST)
                    .with(EventField.LOST, lost)
                    .build());
        }
        return count;
    }

    private void take(DropEvent drop) {
        tally.countRead(drop.suppressedOfSource(), drop.suppressedOfRule());
        spread(DropEventText.event(drop));
        captures.offer(drop);
    }

    private void spread(Event event) {
        for (EventOutlet outlet : outlets) {
            outlet.offer(event);
        }
    }

    private static long epochNs() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    /** Ends the thread, and gives the outlets a moment to write what they hold. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        outlets.forEach(EventOutlet::close);
    }
}
