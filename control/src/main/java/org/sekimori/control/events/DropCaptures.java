package org.sekimori.control.events;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.sekimori.dataplane.event.DropEvent;

/** Hands the events that carry the beginning of their frame to whoever captures. */
public final class DropCaptures {
    private final List<Consumer<DropEvent>> listeners = new CopyOnWriteArrayList<>();

    /** Listens until the answer is closed. The listener runs on the pump's thread and must not wait. */
    public LiveEvents.Subscription subscribe(Consumer<DropEvent> listener) {
        // A wrapper of its own, so that one listener may listen twice.
        Consumer<DropEvent> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    void offer(DropEvent drop) {
        if (drop.captured().length > 0) {
            for (Consumer<DropEvent> listener : listeners) {
                listener.accept(drop);
            }
        }
    }
}
