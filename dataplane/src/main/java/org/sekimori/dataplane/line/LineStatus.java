package org.sekimori.dataplane.line;

/**
 * Both ports at one moment, and what that makes of the line between them.
 *
 * @param suspicion what looks wrong about how the ports are connected, one line; mostly empty
 */
public record LineStatus(PortState wan, PortState lan, String suspicion) {
    /** Of ports nobody watches. */
    public static final LineStatus UNKNOWN = new LineStatus(PortState.UNKNOWN, PortState.UNKNOWN, "");

    /** What the links make of the line. The words are stable. */
    public enum Condition {
        /** Nobody watches the links. */
        UNKNOWN("unknown"),
        /** Both links are up. */
        UP("up"),
        /** A link has just been set up and waits for its carrier. */
        SETTLING("settling"),
        /** One link is lost while the other is up. */
        HALF("half"),
        /** Neither link is up. */
        DOWN("down");

        private final String word;

        Condition(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** That port. */
    public PortState port(PortRole role) {
        return role == PortRole.WAN ? wan : lan;
    }

    /** The line's condition, by both links; what a port's own condition says is beside it. */
    public Condition condition() {
        if (wan.link() == LinkState.UNKNOWN && lan.link() == LinkState.UNKNOWN) {
            return Condition.UNKNOWN;
        }
        if (isUp(wan) && isUp(lan)) {
            return Condition.UP;
        }
        if (wan.link().isFault() || lan.link().isFault()) {
            return isUp(wan) || isUp(lan) ? Condition.HALF : Condition.DOWN;
        }
        return Condition.SETTLING;
    }

    /** Whether frames can cross: both links are up, or nobody knows better, and nothing keeps frames from a port. */
    public boolean carries() {
        Condition now = condition();
        return (now == Condition.UP || now == Condition.UNKNOWN)
                && wan.condition().isEmpty()
                && lan.condition().isEmpty();
    }

    private static boolean isUp(PortState port) {
        return port.link() == LinkState.UP;
    }
}
