package org.sekimori.dataplane.event;

/**
 * How many dropped frames are told of. What is beyond is counted, and the next event that is told says how many.
 *
 * @param perSourcePerSecond events of one source, an IPv4 address or an IPv6 /64
 * @param sourceBurst events of a source at once
 * @param perRulePerSecond events of one rule, or of one reason where no rule decided
 * @param ruleBurst events of a rule at once
 * @param ringBytes bytes of events that each worker holds for readers, a power of two
 */
public record EventOptions(
        double perSourcePerSecond, int sourceBurst, double perRulePerSecond, int ruleBurst, int ringBytes) {
    /** What runs where nothing else was asked for: a reader has minutes before it loses any. */
    public static final EventOptions DEFAULT = new EventOptions(1, 5, 20, 40, 1 << 18);

    private static final double MIN_RATE = 0.001;
    private static final double MAX_RATE = 100_000;
    private static final int MAX_BURST = 100_000;

    /** Checks the bounds; those of {@code ringBytes} are the box file's. */
    public EventOptions {
        checkRate("perSourcePerSecond", perSourcePerSecond);
        checkBurst("sourceBurst", sourceBurst);
        checkRate("perRulePerSecond", perRulePerSecond);
        checkBurst("ruleBurst", ruleBurst);
    }

    /**
     * What each of that many workers gets. A rule's rate is divided among them, so that all together tell no more than
     * one would; a source's is not, since one that talks to one address meets one worker.
     */
    public EventOptions divided(int workers) {
        return new EventOptions(
                perSourcePerSecond,
                sourceBurst,
                Math.max(MIN_RATE, perRulePerSecond / workers),
                Math.max(1, ruleBurst / workers),
                ringBytes);
    }

    private static void checkRate(String name, double value) {
        if (!(value >= MIN_RATE && value <= MAX_RATE)) {
            throw new IllegalArgumentException(name + " " + value + ": " + MIN_RATE + " to " + MAX_RATE + " is wanted");
        }
    }

    private static void checkBurst(String name, int value) {
        if (value < 1 || value > MAX_BURST) {
            throw new IllegalArgumentException(name + " " + value + ": 1 to " + MAX_BURST + " is wanted");
        }
    }
}
