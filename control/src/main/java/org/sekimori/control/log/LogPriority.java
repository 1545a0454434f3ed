package org.sekimori.control.log;

import java.util.regex.Pattern;

/**
 * How much a line for people matters, in the numbers of syslog and the journal. A line tells by how it begins, or by its
 * words, so that plain text says the same as the journal's priority.
 */
public enum LogPriority {
    ERROR(
            3,
            "error: |ERROR |sekimori( [a-z]+)+: |sekimori: fault |Exception in |Caused by: |\\s+(at [\\w.$/<>]+\\(|\\.\\.\\. \\d+ more)"
                    + "|[^ ]+:\\d+:\\d+: error: "),
    WARNING(
            4,
            "warning: |WARN |[^ ]+:\\d+:\\d+: warning: |history: |what-if: |events: (?!.*: writes again; )|.* (is|was) refused\\b"),
    INFO(6, "");

    private final int number;
    private final Pattern beginning;

    LogPriority(int number, String beginning) {
        this.number = number;
        this.beginning = Pattern.compile(beginning);
    }

    /** Syslog's number: the less, the more urgent. */
    public int number() {
        return number;
    }

    /** The priority of a line. */
    public static LogPriority of(String line) {
        for (LogPriority priority : values()) {
            if (priority.beginning.matcher(line).lookingAt()) {
                return priority;
            }
        }
        return INFO;
    }
}
