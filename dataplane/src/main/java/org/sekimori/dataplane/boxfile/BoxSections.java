package org.sekimori.dataplane.boxfile;

import org.agrona.concurrent.UnsafeBuffer;

/** The parts of a box file, each as one buffer, wherever they are. */
interface BoxSections {
    BoxFileShape shape();

    /** That part; of that worker, if each has its own. */
    UnsafeBuffer buffer(BoxFileSection section, int worker);

    /** Makes sure that these bytes of a sparse part can be written, zeros so far; they are whole pages. */
    void claim(BoxFileSection section, int worker, int offset, int length);
}
