package org.sekimori.dataplane.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.dataplane.linux.EbpfMap;

/** A program's map of verdicts by its name in the guard's folder, and the ledger beside it. Belongs to one thread at a time. */
public final class KeptCounts implements AutoCloseable {
    private final Path pin;
    private final CountLedger ledger;

    KeptCounts(Path pin, CountLedger ledger) {
        this.pin = pin;
        this.ledger = ledger;
    }

    /** What of the counts was taken. */
    public CountLedger ledger() {
        return ledger;
    }

    /**
     * Opens the map.
     *
     * @throws org.sekimori.dataplane.linux.NativeCallException where this user may not
     */
    public EbpfMap open() {
        return EbpfMap.pinned(pin, VerdictSlots.plan(ledger.entries()));
    }

    /** All of it was taken, and no program counts there any more. */
    public void delete() {
        try {
            Files.deleteIfExists(pin);
            ledger.delete();
        } catch (IOException left) {
            // the next box finds that nothing is to be taken any more
        }
    }

    /** Lets go of it, for the next box. */
    @Override
    public void close() {
        ledger.close();
    }
}
