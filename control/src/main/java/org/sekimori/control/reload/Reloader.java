package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sekimori.control.history.Trigger;

/**
 * Puts the policy file in force again when it or the files of its sets change, or when asked to, and has a pushed policy
 * follow its own lists. {@link #request} may come from any thread; the rest belongs to one.
 */
public final class Reloader {
    private final PolicyService policies;
    private final FileWatch watch;
    private final AtomicBoolean requested = new AtomicBoolean();
    /** What couldn't be read yet, since others were. */
    private Optional<Runnable> unread = Optional.empty();

    private Map<Path, FileStamp> followed = Map.of();

    /** Watches over the file of that service, which has one, from how it was when it was last read. */
    public Reloader(PolicyService policies) {
        this.policies = policies;
        watch = new FileWatch(policies.policyFile().orElseThrow());
        follow();
    }

    /** Asks for a reload at the next {@link #poll}, whether the file has changed or not. */
    public void request() {
        requested.set(true);
    }

    /** Reloads if it was asked for, or what is followed has changed. */
    public void poll() {
        follow();
        Runnable next = next();
        try {
            next.run();
            unread = Optional.empty();
        } catch (PolicyBusyException othersAreRead) {
            // It is tried again: nobody who has policies checked one after the other may keep a file from being read,
            // or end control.
            unread = Optional.of(next);
        }
        follow();
    }

    private Runnable next() {
        if (requested.getAndSet(false)) {
            watch.markSeen();
            return () -> policies.reload(Trigger.SIGHUP);
        }
        return switch (watch.look()) {
            case POLICY -> policies::fileChanged;
            case LISTS -> unread.orElse(policies::listsChanged);
            case NONE -> unread.orElse(policies::followUnread);
        };
    }

    /** Another policy may be in force than before, with other lists. */
    private void follow() {
        Map<Path, FileStamp> now = policies.listsFollowed();
        if (!now.equals(followed)) {
            followed = Map.copyOf(now);
            watch.follow(followed);
        }
    }
}
