package org.sekimori.control.report;

import java.io.PrintWriter;
import java.util.function.ToLongFunction;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.state.MemoryKind;
import org.sekimori.dataplane.state.Tally;
import org.sekimori.policy.Direction;

/** What the box has counted, for people as a table. */
public final class CounterText {
    private static final int PORT_COUNT = 2;
    private static final Kind[] KINDS = Kind.values();

    private final BoxCounters counters;

    private CounterText(BoxCounters counters) {
        this.counters = counters;
    }

    /** Prints ports, directions, rules, reasons and memories; of the last three, those that have counted something. */
    public static void print(PrintWriter out, BoxCounters counters) {
        new CounterText(counters).print(out);
    }

    private void print(PrintWriter out) {
        for (int i = 0; i < PORT_COUNT; i++) {
            printPort(out, counters.port(i));
        }
        for (Direction direction : Direction.values()) {
            out.printf(
                    "%-20s %,14d passed %,14d dropped%n",
                    direction.word(),
                    counters.direction(direction.ordinal(), Kind.PASSED),
                    counters.direction(direction.ordinal(), Kind.DROPPED));
        }
        int rules = counters.ruleCount();
        for (int i = 0; i < rules; i++) {
            if (counters.hasRuleCounted(i)) {
                int rule = i;
                printLine(out, "rule " + counters.ruleName(rule), kind -> counters.rule(rule, kind));
            }
        }
        for (Reason reason : Reason.values()) {
            printLine(out, "reason " + reason.word(), kind -> counters.reason(reason, kind));
        }
        for (MemoryKind kind : MemoryKind.values()) {
            printMemory(out, kind);
        }
        out.flush();
    }

    private void printMemory(PrintWriter out, MemoryKind kind) {
        long size = counters.memory(kind, Tally::size);
        long refused = counters.memory(kind, Tally::refused);
        if (size > 0 || refused > 0) {
            out.printf("%-28s %,d held, %,d refused%n", "memory " + kind.word(), size, refused);
        }
    }

    private static void printPort(PrintWriter out, PortCounters port) {
        out.printf(
                "%-20s %,14d in %,18d out%n",
                "port " + port.portName(),
                port.value(PortCounter.RECEIVED_FRAMES),
                port.value(PortCounter.TRANSMITTED_FRAMES));
        for (PortCounter counter : PortCounter.values()) {
            if (counter.ordinal() > PortCounter.RECEIVED_BYTES.ordinal()
                    && counter != PortCounter.TRANSMITTED_FRAMES
                    && counter != PortCounter.TRANSMITTED_BYTES
                    && port.value(counter) > 0) {
                out.printf("  %-18s %,14d (%s)%n", counter.word(), port.value(counter), counter.meaning());
            }
        }
    }

    private static void printLine(PrintWriter out, String what, ToLongFunction<Kind> count) {
        StringBuilder counts = new StringBuilder();
        for (Kind kind : KINDS) {
            long frames = count.applyAsLong(kind);
            if (frames > 0) {
                counts.append(String.format(" %,d %s", frames, kind.word()));
            }
        }
        if (!counts.isEmpty()) {
            out.println(String.format("%-28s", what) + counts);
        }
    }
}
