package org.sekimori.control.report;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sekimori.dataplane.boxfile.BoxFileException;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.dataplane.line.LineStatus;

/** What is to be made of what a box says of itself. */
public final class BoxHealth {
    /** A heartbeat older than this stands still: the box hangs, or is gone. */
    public static final long SILENT_NS = TimeUnit.SECONDS.toNanos(2);

    /** A box that starts has no heartbeat yet, and on a slow machine takes its time. */
    private static final long SLOW_START_NS = TimeUnit.SECONDS.toNanos(30);

    private BoxHealth() {}

    /** Whether frames flow through the box, as far as its heartbeat tells. */
    public static boolean isFiltering(BoxStatus status) {
        return status.state() == BoxState.FILTERING && !isSilent(status);
    }

    /** Whether its heartbeat stands still, though it didn't say that it stopped. */
    public static boolean isSilent(BoxStatus status) {
        return switch (status.state()) {
            case STARTING, WAITING -> status.heartbeatAgeNs() > SLOW_START_NS;
            case FILTERING -> status.heartbeatAgeNs() > SILENT_NS;
            case STOPPED -> false;
        };
    }

    /** The box's state in a word: its own, or {@code silent}. */
    public static String word(BoxStatus status) {
        return isSilent(status) ? "silent" : status.state().word();
    }

    /** Whether frames cross: the box filters, and nothing is known that keeps them from a port. */
    public static boolean isLineUp(BoxStatus status) {
        return isFiltering(status) && status.line().carries();
    }

    /** The line in a word: as its links are, or {@code down} where no box moves frames between them. */
    public static String lineWord(BoxStatus status) {
        return isFiltering(status) ? status.line().condition().word() : LineStatus.Condition.DOWN.word();
    }

    /** What keeps frames from crossing, or from being judged; a line each, empty where nothing does. */
    public static List<String> problems(BoxStatus status) {
        List<String> problems = new ArrayList<>();
        if (isSilent(status)) {
            problems.add(
                    "the box is silent: process " + status.pid() + " hangs, was stopped, or is gone; its heartbeat is "
                            + TimeUnit.NANOSECONDS.toSeconds(status.heartbeatAgeNs()) + " s old");
        } else if (status.state() == BoxState.WAITING) {
            problems.add("the box doesn't filter: it is " + status.notice());
        } else if (status.state() != BoxState.FILTERING) {
            problems.add("the box doesn't filter: it is " + status.state().word());
        } else {
            problems.addAll(LineText.problems(status));
        }
        return problems;
    }

    /** What it does in one line: state, policy, and what keeps frames from crossing. */
    public static String line(BoxStatus status) {
        PolicyNotice policy = status.policy();
        StringBuilder line = new StringBuilder(policy.monitorOnly() ? "watching" : "filtering")
                .append(" by policy '")
                .append(policy.policyName())
                .append("' (")
                .append(policy.ruleCount())
                .append(" rules), epoch ")
                .append(policy.epoch());
        if (policy.confirmDeadlineNs() != 0) {
            line.append(", to be confirmed");
        }
        for (String problem : problems(status)) {
            line.append("; ").append(problem);
        }
        return line.toString();
    }

    /** Time left to confirm the policy; 0 where nothing is to be confirmed, or the time is over. */
    public static long confirmLeftNs(PolicyNotice policy, long nowNs) {
        return policy.confirmDeadlineNs() == 0 ? 0 : Math.max(0, policy.confirmDeadlineNs() - nowNs);
    }

    /** A checksum as everything prints it: 8 hexadecimal digits. */
    public static String checksum(int checksum) {
        return HexFormat.of().toHexDigits(checksum);
    }

    /** What the box says, unless its file was spoiled. */
    public static Optional<BoxStatus> status(BoxFileReader reader) {
        try {
            return Optional.of(reader.status());
        } catch (BoxFileException spoiled) {
            return Optional.empty();
        }
    }
}
