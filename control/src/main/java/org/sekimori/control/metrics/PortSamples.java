package org.sekimori.control.metrics;

import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;

/** A port's counters as metrics. */
final class PortSamples {
    private final Samples samples;
    private final String port;
    private final PortCounters counters;

    PortSamples(Samples samples, String port, PortCounters counters) {
        this.samples = samples;
        this.port = port;
        this.counters = counters;
    }

    void addAll() {
        for (PortCounter counter : PortCounter.values()) {
            switch (counter) {
                case RECEIVED_FRAMES -> add(MetricFamily.RECEIVED_FRAMES, counter);
                case RECEIVED_BYTES -> add(MetricFamily.RECEIVED_BYTES, counter);
                case RECEIVED_SUPER_FRAMES -> add(MetricFamily.RECEIVED_SUPER_FRAMES, counter);
                case RECEIVED_DECIDED -> add(MetricFamily.RECEIVED_DECIDED, counter);
                case RECEIVED_CUT -> add(MetricFamily.RECEIVE_DROPS, counter, "cut");
                case KERNEL_DROPPED -> add(MetricFamily.RECEIVE_DROPS, counter, "ring-full");
                case RECEIVED_LATE -> add(MetricFamily.RECEIVE_DROPS, counter, "late");
                case TRANSMITTED_FRAMES -> add(MetricFamily.TRANSMITTED_FRAMES, counter);
                case TRANSMITTED_BYTES -> add(MetricFamily.TRANSMITTED_BYTES, counter);
                case TRANSMIT_RING_FULL -> add(MetricFamily.TRANSMIT_ERRORS, counter, "ring-full");
                case TRANSMIT_TOO_LONG -> add(MetricFamily.TRANSMIT_ERRORS, counter, "too-long");
                case TRANSMIT_LINK_DOWN -> add(MetricFamily.TRANSMIT_ERRORS, counter, "link-down");
                case TRANSMIT_REFUSED -> add(MetricFamily.TRANSMIT_ERRORS, counter, "refused");
                case TRANSMIT_UNSENT -> add(MetricFamily.TRANSMIT_ERRORS, counter, "unsent");
                case TRANSMIT_BUSY -> add(MetricFamily.TRANSMIT_BUSY, counter);
                case LINK_LOST -> add(MetricFamily.LINK_CHANGES, counter, "lost");
                case LINK_MIRRORED -> add(MetricFamily.LINK_CHANGES, counter, "mirrored");
                case INTERFACE_VANISHED -> add(MetricFamily.LINK_CHANGES, counter, "vanished");
            }
        }
    }

    private void add(MetricFamily family, PortCounter counter) {
        samples.add(family, counters.value(counter), port, counters.portName());
    }

    private void add(MetricFamily family, PortCounter counter, String what) {
        samples.add(family, counters.value(counter), port, counters.portName(), what);
    }
}
