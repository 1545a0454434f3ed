package org.sekimori.dataplane.frame;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.MatchFields;

/** All that the decoder said of one IP layer, as one value that can be compared and printed. */
record DecodedLayer(Decoded decoded, String fragment, String sourceKind, boolean undersized, String transport) {
    private static final String[] KINDS = {"unknown", "request", "reply"};

    /** A layer that can't be read. */
    static DecodedLayer of(String result) {
        return new DecodedLayer(new Decoded(result, 0, -1, "none", "unknown", ""), "whole", "unknown", false, "");
    }

    /** Every layer of a frame, outermost first. */
    static List<DecodedLayer> all(UnsafeBuffer frame, int wireLength, int linkType) {
        return all(new FrameDecoder(), new MatchFields(), frame, wireLength, linkType);
    }

    /** Every layer of an Ethernet frame that was captured whole. */
    static List<DecodedLayer> all(FrameBuilder frame) {
        UnsafeBuffer bytes = frame.buffer();
        return all(bytes, bytes.capacity(), LinkTypes.ETHERNET);
    }

    static List<DecodedLayer> all(
            FrameDecoder decoder, MatchFields fields, UnsafeBuffer frame, int wireLength, int linkType) {
        List<DecodedLayer> layers = new ArrayList<>();
        layers.add(of(decoder.decode(frame, wireLength, linkType, fields), fields));
        while (decoder.hasInner()) {
            layers.add(of(decoder.decodeInner(frame, fields), fields));
        }
        return layers;
    }

    private static DecodedLayer of(int answer, MatchFields fields) {
        if (answer != Reason.NONE.ordinal()) {
            return of(Decoded.word(answer));
        }
        return new DecodedLayer(
                Decoded.of(answer, fields),
                fragment(fields),
                KINDS[fields.sourceKind()],
                fields.isUndersized(),
                transport(fields));
    }

    private static String fragment(MatchFields fields) {
        switch (fields.fragment()) {
            case MatchFields.FIRST_FRAGMENT:
                return "first " + fields.fragmentId();
            case MatchFields.LATER_FRAGMENT:
                return "later " + fields.fragmentId() + " at " + fields.fragmentOffset();
            default:
                return "whole";
        }
    }

    private static String transport(MatchFields fields) {
        if (fields.hasPorts() && fields.ipProtocol() == IpProtocols.TCP) {
            return tcp(fields.tcpFlags(), fields.tcpSequence(), fields.tcpAcknowledgment());
        }
        boolean isIcmp = fields.ipProtocol() == IpProtocols.ICMP || fields.ipProtocol() == IpProtocols.ICMPV6;
        return isIcmp && fields.fragment() != MatchFields.LATER_FRAGMENT
                ? icmp(fields.icmpType(), fields.icmpIdentifier())
                : "";
    }

    static String tcp(int flags, int sequence, int acknowledgment) {
        return "flags " + flags + " seq " + sequence + " ack " + acknowledgment;
    }

    static String icmp(int type, int identifier) {
        return "type " + type + " id " + identifier;
    }
}
