package org.sekimori.control.events;

import java.util.concurrent.TimeUnit;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.event.DropEvent;
import org.sekimori.dataplane.pcap.CaptureFrame;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.IpProtocol;

/** What the box tells of a frame, in words. Another process wrote it: nothing in it is taken for granted. */
public final class DropEventText {
    private static final long IPV4_MASK = 0xFFFF_FFFFL;

    private DropEventText() {}

    /** The event of a frame; one without a time stamp is dated now. */
    static Event event(DropEvent drop) {
        long timeNs =
                drop.timeEpochNs() > 0 ? drop.timeEpochNs() : TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        Event.Builder event = Event.at(timeNs(drop), EventKind.FRAME)
                .with(EventField.DIRECTION, drop.direction().word())
                .with(EventField.VERDICT, drop.verdict())
                .with(EventField.RULE, drop.rule())
                .with(EventField.REASON, drop.reason().word())
                .with(EventField.EPOCH, drop.epoch())
                .with(EventField.LENGTH, drop.wireLength())
                .with(EventField.SUPPRESSED_OF_SOURCE, drop.suppressedOfSource())
                .with(EventField.SUPPRESSED_OF_RULE, drop.suppressedOfRule());
        if (drop.ipVersion() != 0) {
            event.with(EventField.SOURCE, source(drop))
                    .with(
                            EventField.DESTINATION,
                            address(drop.ipVersion(), drop.destinationHigh(), drop.destinationLow()));
        }
        if (drop.ipProtocol() >= 0) {
            event.with(EventField.PROTOCOL, IpProtocol.word(drop.ipProtocol()));
        }
        if (IpProtocol.hasPorts(drop.ipProtocol()) && (drop.sourcePort() | drop.destinationPort()) != 0) {
            event.with(EventField.SOURCE_PORT, drop.sourcePort())
                    .with(EventField.DESTINATION_PORT, drop.destinationPort());
        }
        return event.build();
    }

    /** The frame itself, as far as the event carries it. */
    public static CaptureFrame frame(DropEvent drop) {
        return new CaptureFrame(drop.captured(), drop.wireLength(), timeNs(drop), drop.sequence());
    }

    /** What became of a frame and why, such as {@code drop, rule ntp, epoch 3}. */
    public static String verdict(DropEvent drop) {
        String rule = drop.rule().isEmpty() ? "" : ", rule " + drop.rule();
        String reason =
                drop.reason() == Reason.NONE ? "" : ", reason " + drop.reason().word();
        return drop.verdict() + rule + reason + ", epoch " + drop.epoch();
    }

    private static long timeNs(DropEvent drop) {
        return drop.timeEpochNs() > 0 ? drop.timeEpochNs() : TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    /** The source address of a frame; empty where it has none. */
    public static String source(DropEvent drop) {
        return drop.ipVersion() == 0 ? "" : address(drop.ipVersion(), drop.sourceHigh(), drop.sourceLow());
    }

    private static String address(int ipVersion, long high, long low) {
        boolean isIpv4 = ipVersion == Cidr.IPV4;
        String network = new Cidr(
                        ipVersion, isIpv4 ? 0 : high, isIpv4 ? low & IPV4_MASK : low, Cidr.addressBits(ipVersion))
                .toString();
        int slash = network.indexOf('/');
        return slash < 0 ? network : network.substring(0, slash);
    }
}
