package org.sekimori.control.reload;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.policy.PolicyTable;

/**
 * Puts the policy file in force again when it or the files of its sets change, or when asked to; what can't be used
 * changes nothing and says why. {@link #request} may come from any thread; the rest belongs to one.
 */
public final class Reloader {
    private final PolicyLoader loader;
    private final PolicySource policies;
    private final PrintWriter log;
    private final FileWatch watch;
    private final AtomicBoolean requested = new AtomicBoolean();

    /** Watches over what that loader has loaded. */
    public Reloader(PolicyLoader loader, PolicySource policies, PrintWriter log) {
        this.loader = loader;
        this.policies = policies;
        this.log = log;
        watch = new FileWatch(loader.file());
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
            reload("SIGHUP");
        } else if (watch.hasChanged()) {
            reload("file changed");
        }
    }

    private void reload(String trigger) {
        try {
            PolicyTable table = load();
            long epoch = policies.publish(table);
            log.println("policy reloaded (" + trigger + "): '" + table.policyName() + "', " + table.ruleCount()
                    + " rules, epoch " + epoch);
        } catch (PolicyFileException refused) {
            refused.errors().forEach(log::println);
            sayRefused(trigger);
        } catch (IllegalStateException noRoom) {
            log.println(noRoom.getMessage());
            sayRefused(trigger);
        }
        log.flush();
    }

    /** A policy that can't be used may become so when one of its files changes. */
    private PolicyTable load() {
        try {
            return loader.load();
        } finally {
            watch.follow(loader.filesRead());
        }
    }

    private void sayRefused(String trigger) {
        log.println("policy not reloaded (" + trigger + "): epoch "
                + policies.current().epoch() + " stays in force");
    }
}
