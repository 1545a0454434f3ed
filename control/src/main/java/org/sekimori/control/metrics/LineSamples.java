package org.sekimori.control.metrics;

import java.util.concurrent.TimeUnit;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

/** The ports' links as metrics. Of a box that doesn't filter nobody knows how they are, so there is only the line's gauge. */
final class LineSamples {
    private static final double MS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);
    private static final double BYTES_PER_MBIT = 1_000_000.0 / Byte.SIZE;

    private final Samples samples;
    private final BoxStatus box;

    LineSamples(Samples samples, BoxStatus box) {
        this.samples = samples;
        this.box = box;
    }

    void addAll() {
        samples.add(MetricFamily.LINE_UP, BoxHealth.isLineUp(box));
        if (!BoxHealth.isFiltering(box)) {
            return;
        }
        samples.add(MetricFamily.SWAP_SUSPECTED, !box.line().suspicion().isEmpty());
        for (PortRole role : PortRole.values()) {
            addPort(role.word(), box.interfaceName(role), box.line().port(role));
        }
    }

    private void addPort(String port, String interfaceName, PortState state) {
        for (LinkState link : LinkState.values()) {
            samples.add(MetricFamily.PORT_STATE, link == state.link(), port, interfaceName, link.word());
        }
        if (state.link() == LinkState.UNKNOWN) {
            return;
        }
        samples.add(MetricFamily.PORT_UP, state.link() == LinkState.UP, port, interfaceName);
        samples.add(MetricFamily.PORT_STATE_SINCE, state.sinceEpochMs() / MS_PER_SECOND, port, interfaceName);
        if (state.speedMbit() > 0) {
            samples.add(MetricFamily.PORT_SPEED, state.speedMbit() * BYTES_PER_MBIT, port, interfaceName);
        }
    }
}
