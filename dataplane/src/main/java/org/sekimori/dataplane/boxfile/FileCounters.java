package org.sekimori.dataplane.boxfile;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.CounterStorage;
import org.sekimori.dataplane.counters.RuleNames;
import org.sekimori.dataplane.counters.VerdictCounters;

/** Counters in a box file. */
final class FileCounters implements CounterStorage {
    private static final int ENTRIES_PER_PAGE = BoxFileDescriptor.PAGE / VerdictCounters.ENTRY_LENGTH;

    private final BoxSections sections;
    private final boolean readOnly;

    FileCounters(BoxSections sections, boolean readOnly) {
        this.sections = sections;
        this.readOnly = readOnly;
    }

    @Override
    public int workerCount() {
        return sections.shape().workers();
    }

    @Override
    public UnsafeBuffer ports(int worker) {
        return sections.buffer(BoxFileSection.PORTS, worker);
    }

    @Override
    public UnsafeBuffer names() {
        return sections.buffer(BoxFileSection.NAMES, 0);
    }

    @Override
    public UnsafeBuffer memories(int worker) {
        return sections.buffer(BoxFileSection.MEMORIES, worker);
    }

    @Override
    public UnsafeBuffer verdicts(int worker) {
        return sections.buffer(BoxFileSection.VERDICTS, worker);
    }

    /** With the first rule of a page comes the page. */
    @Override
    public void claimRule(int ruleCounter) {
        if (readOnly) {
            throw new UnsupportedOperationException("counters of another process have no room for rules of this one");
        }
        if (ruleCounter % ENTRIES_PER_PAGE == 0) {
            int at = ruleCounter * VerdictCounters.ENTRY_LENGTH;
            sections.claim(BoxFileSection.NAMES, 0, RuleNames.ENTRIES_OFFSET + at, BoxFileDescriptor.PAGE);
            for (int worker = 0; worker < workerCount(); worker++) {
                sections.claim(
                        BoxFileSection.VERDICTS, worker, VerdictCounters.RULES_OFFSET + at, BoxFileDescriptor.PAGE);
            }
        }
    }
}
