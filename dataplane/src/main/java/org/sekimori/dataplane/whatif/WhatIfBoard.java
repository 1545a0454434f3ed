package org.sekimori.dataplane.whatif;

import static org.sekimori.dataplane.whatif.WhatIfDescriptor.*;

import org.agrona.concurrent.UnsafeBuffer;

/** Where it is announced which comparison runs. Belongs to whoever begins and ends comparisons. */
public final class WhatIfBoard {
    private final UnsafeBuffer values;

    /** Over the first worker's part. */
    public WhatIfBoard(UnsafeBuffer part) {
        values = part;
    }

    /** A comparison of that number, from 1 on, begins. */
    public void begin(long run, int checksum) {
        values.putInt(ANNOUNCED_CHECKSUM, checksum);
        values.putInt(END, WhatIfEnd.NONE.ordinal());
        values.putInt(RUNNING, (int) run);
        values.putLongRelease(ANNOUNCED_RUN, run);
    }

    /** That one goes on no more, unless another has begun meanwhile; any thread. What was tallied stays to be read. */
    public void end(long run, WhatIfEnd why) {
        if (values.compareAndSetInt(RUNNING, (int) run, 0)) {
            values.putIntRelease(END, why.ordinal());
        }
    }
}
