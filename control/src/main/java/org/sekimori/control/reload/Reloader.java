package org.sekimori.control.reload;

import java.util.concurrent.atomic.AtomicBoolean;
import org.sekimori.control.history.Trigger;

/**
 * Puts the policy file in force again when it or the files of its sets change, or when asked to. {@link #request} may come
 * from any thread; the rest belongs to one.
 */
public final class Reloader {
    private final PolicyService policies;
    private final PolicyLoader loader;
    private final FileWatch watch;
    private final AtomicBoolean requested = new AtomicBoolean();

    /** Watches over the file of that service, which has one, from how it was when it was last read. */
    public Reloader(PolicyService policies) {
        this.policies = policies;
        loader = policies.loader();
        watch = new FileWatch(loader.origin().file().orElseThrow());
        watch.follow(loader.filesRead());
    }

    /** Asks for a reload at the next {@link #poll}, whether the file has changed or not. */
    public void request() {
        requested.set(true);
    }

    /** Reloads if it was asked for, or the file or one of its sets' files has changed. */
    public void poll() {
        if (requested.getAndSet(false)) {
            watch.markSeen();
            reload(Trigger.SIGHUP);
        } else if (watch.hasChanged()) {
            reload(Trigger.FILE);
        }
    }

    /** A policy that can't be used may become so when one of its files changes. */
    private void reload(Trigger trigger) {
        try {
            policies.reload(trigger);
        } finally {
            watch.follow(loader.filesRead());
        }
    }
}
