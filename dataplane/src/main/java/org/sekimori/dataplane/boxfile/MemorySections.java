package org.sekimori.dataplane.boxfile;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.linux.LargeMemory;

/** A box file that is none: memory of this process. What is never touched takes nothing from the machine. */
final class MemorySections implements BoxSections {
    private final BoxFileShape shape;
    private final Map<BoxFileSection, UnsafeBuffer[]> buffers = new EnumMap<>(BoxFileSection.class);

    MemorySections(BoxFileShape shape) {
        this.shape = shape;
        for (BoxFileSection section : BoxFileSection.values()) {
            buffers.put(
                    section,
                    IntStream.range(0, section.count(shape))
                            .mapToObj(worker -> LargeMemory.allocate(section.length(shape)))
                            .toArray(UnsafeBuffer[]::new));
        }
    }

    @Override
    public BoxFileShape shape() {
        return shape;
    }

    @Override
    public UnsafeBuffer buffer(BoxFileSection section, int worker) {
        return buffers.get(section)[worker];
    }

    @Override
    public void claim(BoxFileSection section, int worker, int offset, int length) {
        // all of it is there
    }
}
