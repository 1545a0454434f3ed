package org.sekimori.control.auth;

import java.time.Duration;

/**
 * How long and how many.
 *
 * @param idle a session that is not used ends
 * @param absolute a session ends, used or not
 * @param most at once; past it the one that was used longest ago ends
 */
public record SessionLimits(Duration idle, Duration absolute, int most) {
    /** Half an hour, half a day, 64. */
    public static final SessionLimits DEFAULTS = new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12), 64);

    public SessionLimits {
        if (idle.isNegative() || idle.isZero() || absolute.compareTo(idle) < 0 || most < 1) {
            throw new IllegalArgumentException("session limits " + idle + ", " + absolute + ", " + most
                    + ": idle over 0, absolute at least idle, at least 1 session are wanted");
        }
    }
}
