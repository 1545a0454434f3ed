package org.sekimori.control.events;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Hands each event to whoever listens at that time. */
public final class LiveEvents implements EventOutlet {
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();

    /** Listens until the answer is closed. The listener runs on the pump's thread and must not wait. */
    public Subscription subscribe(Consumer<Event> listener) {
        // A wrapper of its own, so that one listener may listen twice.
        Consumer<Event> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    @Override
    public void offer(Event event) {
        for (Consumer<Event> listener : listeners) {
            listener.accept(event);
        }
    }

    /** Ends listening. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
