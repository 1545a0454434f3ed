package org.sekimori.dataplane.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sekimori.dataplane.guard.Guard;
import org.sekimori.dataplane.linux.NativeCallException;

/** Takes what programs counted before this box was there into its counters, once they are replaced. Belongs to one thread at a time. */
final class TakeOver {
    private final Guard guard;
    private final List<LeftCounts> left = new ArrayList<>();
    private final long unattendedForNs;

    TakeOver(Guard guard) {
        this.guard = guard;
        guard.left().forEach(kept -> left.add(new LeftCounts(kept)));
        unattendedForNs = guard.unattendedNs().isPresent()
                ? System.nanoTime() - guard.unattendedNs().getAsLong()
                : 0;
    }

    /** Takes it, if it wasn't yet. A while after the programs were replaced: a processor may have been at work by one. */
    void take(OffloadTally tally, Consumer<String> log) {
        if (left.isEmpty()) {
            return;
        }
        for (LeftCounts counts : left) {
            try {
                counts.take(tally);
            } catch (NativeCallException problem) {
                log.accept("warning: what was counted while no box was there is lost: " + problem.getMessage());
            }
            counts.delete();
        }
        log.accept("took the line over from the guard, which had no box for "
                + TimeUnit.NANOSECONDS.toMillis(unattendedForNs) / 1_000.0 + " s: "
                + left.stream().mapToLong(LeftCounts::passed).sum() + " frames passed and "
                + left.stream().mapToLong(LeftCounts::dropped).sum() + " dropped meanwhile are counted");
        left.clear();
        guard.left().clear();
    }
}
