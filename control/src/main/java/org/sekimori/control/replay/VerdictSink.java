package org.sekimori.control.replay;

/** Hears what became of each frame, in order. */
@FunctionalInterface
public interface VerdictSink {
    /** Listens to nothing. */
    VerdictSink NONE = verdict -> {};

    /** The next frame's fate. */
    void accept(FrameVerdict verdict);
}
