package org.sekimori.control.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.control.report.GuardText;
import org.sekimori.control.status.StatusText;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.PolicyNotice;

/** Lines of one screen: what happened between two samples, the busiest first, as much as fits. */
final class TopScreen {
    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int BITS = 8;
    private static final int MAX_SOURCES = 8;

    private final TopSample before;
    private final TopSample now;
    private final TopSources sources;
    private final int height;
    private final List<String> lines = new ArrayList<>();

    private TopScreen(TopSample before, TopSample now, TopSources sources, int height) {
        this.before = before;
        this.now = now;
        this.sources = sources;
        this.height = height;
    }

    /** The screen, so high at most and with lines no longer than {@code width}. */
    static List<String> lines(TopSample before, TopSample now, TopSources sources, TerminalSize size) {
        TopScreen screen = new TopScreen(before, now, sources, size.rows());
        screen.addHead();
        screen.addPorts();
        screen.addDirections();
        screen.addCausesAndSources();
        return screen.lines.stream()
                .limit(size.rows())
                .map(line -> line.length() > size.columns() ? line.substring(0, size.columns()) : line)
                .toList();
    }

    private void addHead() {
        BoxStatus status = now.status();
        add(
                "%s <-> %s   %s, line %s   heartbeat %,d ms ago   up %s",
                status.wanName(),
                status.lanName(),
                BoxHealth.word(status),
                BoxHealth.lineWord(status),
                TimeUnit.NANOSECONDS.toMillis(status.heartbeatAgeNs()),
                StatusText.duration(System.currentTimeMillis() - status.startedEpochMs()));
        PolicyNotice policy = status.policy();
        String unconfirmed = policy.confirmDeadlineNs() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "   unconfirmed, %d s left",
                        TimeUnit.NANOSECONDS.toSeconds(BoxHealth.confirmLeftNs(policy, now.timeNs())));
        add(
                "policy '%s' %s   epoch %d   %d rules%s%s",
                policy.policyName(),
                BoxHealth.checksum(policy.checksum()),
                policy.epoch(),
                policy.ruleCount(),
                policy.monitorOnly() ? "   drops nothing" : "",
                unconfirmed);
        String guard = GuardText.line(status);
        if (!guard.isEmpty()) {
            add("guard: %s", guard);
        }
        add("");
    }

    private void addPorts() {
        add("%-20s %12s %10s %12s %10s %10s", "port", "in frames/s", "in bit/s", "out frames/s", "out bit/s", "lost/s");
        for (int i = 0; i < now.ports().size(); i++) {
            TopSample.Port port = now.ports().get(i);
            TopSample.Port old = before.ports().get(i);
            add(
                    "%-20s %,12d %10s %,12d %10s %,10d",
                    (i == 0 ? "wan " : "lan ") + port.name(),
                    rate(old.framesIn(), port.framesIn()),
                    abbreviated(rate(old.bytesIn(), port.bytesIn()) * BITS),
                    rate(old.framesOut(), port.framesOut()),
                    abbreviated(rate(old.bytesOut(), port.bytesOut()) * BITS),
                    rate(old.lost(), port.lost()));
        }
        add("");
    }

    private void addDirections() {
        add("%-20s %12s %12s", "direction", "passed/s", "dropped/s");
        now.directions().forEach((name, frames) -> {
            TopSample.Frames old = before.directions().get(name);
            add("%-20s %,12d %,12d", name, rate(old.passed(), frames.passed()), rate(old.dropped(), frames.dropped()));
        });
        add("");
    }

    private void addCausesAndSources() {
        List<Cause> causes = causes();
        List<TopSources.Source> top = sources.top(MAX_SOURCES);
        int room = Math.max(1, height - lines.size() - 1 - (top.isEmpty() ? 0 : top.size() + 2));
        add("%-36s %10s %10s %14s %14s", "rule or reason", "dropped/s", "watched/s", "dropped", "watched");
        causes.stream()
                .limit(room)
                .forEach(cause -> add(
                        "%-36s %,10d %,10d %,14d %,14d",
                        cause.name,
                        cause.droppedRate,
                        cause.monitoredRate,
                        cause.frames.dropped(),
                        cause.frames.monitored()));
        if (!top.isEmpty()) {
            add("");
            add("%-40s %14s   %s", "source (by sampled events, last minute)", "frames", "by");
            top.forEach(source -> add("%-40s %,14d   %s", source.address(), source.frames(), source.rule()));
        }
    }

    /** One rule or reason that has dropped or watched something. */
    private record Cause(String name, long droppedRate, long monitoredRate, TopSample.Frames frames) {}

    private List<Cause> causes() {
        List<Cause> causes = new ArrayList<>();
        for (Map.Entry<String, TopSample.Frames> entry : now.causes().entrySet()) {
            TopSample.Frames frames = entry.getValue();
            TopSample.Frames old = before.causes().getOrDefault(entry.getKey(), TopSample.Frames.NONE);
            if (frames.dropped() + frames.monitored() > 0) {
                causes.add(new Cause(
                        entry.getKey(),
                        rate(old.dropped(), frames.dropped()),
                        rate(old.monitored(), frames.monitored()),
                        frames));
            }
        }
        causes.sort(Comparator.comparingLong((Cause cause) -> -(cause.droppedRate + cause.monitoredRate))
                .thenComparingLong(cause -> -(cause.frames.dropped() + cause.frames.monitored()))
                .thenComparing(Cause::name));
        return causes;
    }

    /** A second; of a box that was restarted in between, nothing. */
    private long rate(long old, long count) {
        double seconds = Math.max(1, now.timeNs() - before.timeNs()) / NS_PER_SECOND;
        boolean isSameBox = now.status().instance() == before.status().instance();
        return isSameBox ? Math.round((count - old) / seconds) : 0;
    }

    /** Such as {@code 987}, {@code 1.2 k} or {@code 9.4 G}. */
    private static String abbreviated(long number) {
        String[] units = {"", " k", " M", " G", " T"};
        double value = number;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? Long.toString(number) : String.format(Locale.ROOT, "%.1f%s", value, units[unit]);
    }

    private void add(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values).stripTrailing());
    }
}
