package org.sekimori.control.top;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.event.EventReader;

/** Follows the box's file and shows what happens in it. Needs no control process, and disturbs nobody. Belongs to one thread. */
public final class TopView {
    private static final int BATCH = 1024;
    private static final long KEY_STEP_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final BoxFileWatch watch;
    private final long intervalNs;
    private final TopSources sources = new TopSources(System.nanoTime());
    private BoxFileReader box;
    private EventReader events;
    private TopSample before;
    private TopSample now;

    /** Reads that file, and compares samples so many milliseconds apart. */
    public TopView(BoxFileWatch watch, long intervalMs) {
        this.watch = watch;
        intervalNs = TimeUnit.MILLISECONDS.toNanos(intervalMs);
    }

    /** Prints one screen of any length, after one interval; false where no box is there, which it says as well. */
    public boolean printOnce(PrintWriter out, Pause pause) throws InterruptedException {
        sample();
        pause.await(intervalNs);
        sample();
        lines(TerminalSize.UNBOUNDED).forEach(out::println);
        out.flush();
        return now != null;
    }

    /** Shows screen after screen, until {@code q} is pressed or somebody wants it to end. */
    public void show(PrintWriter out, BooleanSupplier isOver, Pause pause) throws IOException, InterruptedException {
        try (Terminal terminal = Terminal.open(out)) {
            boolean isQuit = false;
            while (!isQuit && !isOver.getAsBoolean()) {
                sample();
                terminal.show(lines(terminal.size()));
                isQuit = isQuitWithin(terminal, isOver, pause);
            }
        }
    }

    /** Looks at the keyboard until the interval is over. */
    private boolean isQuitWithin(Terminal terminal, BooleanSupplier isOver, Pause pause)
            throws IOException, InterruptedException {
        long endNs = System.nanoTime() + intervalNs;
        while (System.nanoTime() - endNs < 0 && !isOver.getAsBoolean()) {
            for (int key = terminal.key(); key >= 0; key = terminal.key()) {
                if (key == 'q' || key == 'Q') {
                    return true;
                }
            }
            pause.await(Math.min(KEY_STEP_NS, intervalNs));
        }
        return false;
    }

    private void sample() {
        Optional<BoxFileReader> current = watch.current();
        if (current.isPresent() && current.get() != box) {
            box = current.get();
            events = box.events();
            before = null;
            now = null;
        }
        if (events != null) {
            events.poll(sources::add, BATCH);
        }
        sources.fade(System.nanoTime());
        before = now;
        now = current.flatMap(TopSample::take).orElse(null);
    }

    private List<String> lines(TerminalSize size) {
        if (now == null) {
            String problem = watch.problem().isEmpty() ? "the box's file is damaged" : watch.problem();
            return new ArrayList<>(List.of("no box: " + problem));
        }
        return TopScreen.lines(before == null ? now : before, now, sources, size);
    }

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {
        void await(long nanoseconds) throws InterruptedException;
    }
}
