package org.sekimori.control.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The youngest events, in memory. */
public final class RecentEvents implements EventOutlet {
    /** Most that are kept. */
    public static final int CAPACITY = 1000;

    private final Deque<Event> events = new ArrayDeque<>(CAPACITY);

    @Override
    public synchronized void offer(Event event) {
        if (events.size() == CAPACITY) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    /** The youngest ones, {@code count} at most, the oldest of them first. */
    public synchronized List<Event> last(int count) {
        List<Event> all = new ArrayList<>(events);
        return all.subList(Math.max(0, all.size() - count), all.size());
    }
}
