package org.sekimori.control.events;

/** Events for tests. */
final class SampleEvents {
    /** 2026-11-25T04:00:00.000001Z. */
    static final long TIME_NS = 1_795_579_200_000_001_000L;

    private SampleEvents() {}

    /** A dropped datagram from that source port. */
    static Event drop(int sourcePort) {
        return Event.at(TIME_NS, EventKind.FRAME)
                .with(EventField.DIRECTION, "inbound")
                .with(EventField.VERDICT, "drop")
                .with(EventField.RULE, "ntp")
                .with(EventField.REASON, "")
                .with(EventField.EPOCH, 3)
                .with(EventField.SOURCE, "198.51.100.7")
                .with(EventField.SOURCE_PORT, sourcePort)
                .with(EventField.DESTINATION, "203.0.113.5")
                .with(EventField.DESTINATION_PORT, 123)
                .with(EventField.PROTOCOL, "udp")
                .with(EventField.LENGTH, 60)
                .with(EventField.SUPPRESSED_OF_SOURCE, 0)
                .with(EventField.SUPPRESSED_OF_RULE, 12)
                .build();
    }
}
