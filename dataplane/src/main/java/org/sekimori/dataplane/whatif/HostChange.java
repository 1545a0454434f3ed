package org.sekimori.dataplane.whatif;

/**
 * What a candidate would change for one inside host.
 *
 * @param ipVersion 4 or 6
 * @param addressHigh its address as {@code MatchFields} has it
 * @param addressLow the same
 * @param additionalFrames frames that the candidate alone would drop
 * @param additionalBytes their bytes
 * @param stoppedFrames frames that were dropped, and would not be
 * @param stoppedBytes their bytes
 * @param candidateRule the candidate's rule that decided last, empty if none did
 * @param activeRule the rule in force that decided last, empty if none did
 */
public record HostChange(
        int ipVersion,
        long addressHigh,
        long addressLow,
        long additionalFrames,
        long additionalBytes,
        long stoppedFrames,
        long stoppedBytes,
        String candidateRule,
        String activeRule) {
    /** Frames that would meet another fate. */
    public long frames() {
        return additionalFrames + stoppedFrames;
    }

    boolean isOfSameHost(HostChange other) {
        return ipVersion == other.ipVersion && addressHigh == other.addressHigh && addressLow == other.addressLow;
    }

    /** The same host as another worker saw it, added. */
    HostChange plus(HostChange other) {
        HostChange louder = frames() >= other.frames() ? this : other;
        return new HostChange(
                ipVersion,
                addressHigh,
                addressLow,
                additionalFrames + other.additionalFrames,
                additionalBytes + other.additionalBytes,
                stoppedFrames + other.stoppedFrames,
                stoppedBytes + other.stoppedBytes,
                louder.candidateRule,
                louder.activeRule);
    }
}
