package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.MatchFields;

/** What the decoder said of a frame, as one value that can be compared and printed. */
record Decoded(String result, int version, int protocol, String ports, String kind, String addresses) {
    static final String NOT_IP = "not-ip";
    static final String OK = "ok";

    private static final String[] KINDS = {"unknown", "request", "reply"};

    /** Decodes a frame that was captured whole. */
    static Decoded of(FrameBuilder frame) {
        return of(frame.buffer());
    }

    static Decoded of(UnsafeBuffer frame) {
        return of(frame, frame.capacity());
    }

    static Decoded of(UnsafeBuffer frame, int wireLength) {
        MatchFields fields = new MatchFields();
        return of(new FrameDecoder().decode(frame, wireLength, fields), fields);
    }

    static Decoded of(int answer, MatchFields fields) {
        return new Decoded(
                word(answer),
                fields.ipVersion(),
                fields.ipProtocol(),
                fields.hasPorts() ? fields.sourcePort() + ">" + fields.destinationPort() : "none",
                KINDS[fields.messageKind()],
                addresses(fields));
    }

    static String word(int answer) {
        if (answer == FrameDecoder.NOT_IP) {
            return NOT_IP;
        }
        return answer == Reason.NONE.ordinal() ? OK : Reason.of(answer).word();
    }

    private static String addresses(MatchFields fields) {
        return fields.ipVersion() == 0
                ? ""
                : addresses(fields.sourceHigh(), fields.sourceLow(), fields.destinationHigh(), fields.destinationLow());
    }

    static String addresses(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        return Long.toHexString(sourceHigh) + ":" + Long.toHexString(sourceLow) + ">"
                + Long.toHexString(destinationHigh) + ":" + Long.toHexString(destinationLow);
    }
}
