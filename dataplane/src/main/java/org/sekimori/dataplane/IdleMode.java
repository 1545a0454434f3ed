package org.sekimori.dataplane;

/** What an agent does when there is nothing to do. */
public enum IdleMode {
    /** Look a little longer, then sleep in poll(2) until a frame comes. */
    POLL("poll"),
    /** Spin, yield, then park for up to 100 µs. */
    BACKOFF("backoff"),
    /** Give the core to whoever wants it, and look again. */
    YIELD("yield"),
    /** Look again at once: least delay, one core at 100 %. */
    BUSY_SPIN("busy-spin");

    private final String word;

    IdleMode(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
