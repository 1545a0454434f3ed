package org.sekimori.control.explain;

import java.util.ArrayList;
import java.util.List;

/** Frames whose fate changes from one to another. Belongs to one thread. */
public final class FateChange {
    private final FrameFate before;
    private final FrameFate after;
    private final int mostExamples;
    private final List<String> examples = new ArrayList<>();
    private long frames;

    FateChange(FrameFate before, FrameFate after, int mostExamples) {
        this.before = before;
        this.after = after;
        this.mostExamples = mostExamples;
    }

    void add(String file, long frame) {
        frames++;
        if (examples.size() < mostExamples) {
            examples.add(file + ": frame " + frame);
        }
    }

    public FrameFate before() {
        return before;
    }

    public FrameFate after() {
        return after;
    }

    /** How many frames change so. */
    public long frames() {
        return frames;
    }

    /** The first of them, each with its file and number. */
    public List<String> examples() {
        return List.copyOf(examples);
    }

    /** Whether frames that passed are dropped, or the other way round. */
    public boolean isOfVerdict() {
        return !before.verdict().equals(after.verdict());
    }
}
