package org.sekimori.control.metrics;

import static org.sekimori.control.metrics.MetricType.COUNTER;
import static org.sekimori.control.metrics.MetricType.GAUGE;
import static org.sekimori.control.metrics.MetricType.HISTOGRAM;
import static org.sekimori.control.metrics.MetricType.INFO;

import java.util.List;

/** Every metric: its name, its kind, its labels and what it says. Names are stable. */
public enum MetricFamily {
    BOX_UP(GAUGE, "sekimori_box_up", "Whether the box filters and its heartbeat is fresh."),
    HEARTBEAT_AGE(GAUGE, "sekimori_box_heartbeat_age_seconds", "Time since everything in the box last went forward."),
    BOX_START(GAUGE, "sekimori_box_start_time_seconds", "When the box started, in seconds since 1970."),
    LINE_UP(GAUGE, "sekimori_line_up", "Whether frames can cross: the box filters and both ports' links are up."),
    SWAP_SUSPECTED(
            GAUGE,
            "sekimori_line_swap_suspected",
            "Whether the frames that come in look as if WAN and LAN were swapped."),
    GUARD_MODE(
            GAUGE,
            "sekimori_guard_mode",
            "1 for who decides about frames, 0 for the others; missing where nothing guards the line.",
            "mode"),
    GUARD_MODE_SINCE(GAUGE, "sekimori_guard_mode_change_time_seconds", "Since when, in seconds since 1970."),
    GUARD_TRIPS(
            COUNTER,
            "sekimori_guard_trips_total",
            "Times the guard took the line from a box that made no round for too long, as far as boxes have found."),
    GUARD_LAST_TRIP(
            GAUGE,
            "sekimori_guard_last_trip_time_seconds",
            "When it did so last, in seconds since 1970; missing where it never did."),
    GC_COLLECTIONS(
            COUNTER, "sekimori_gc_collections_total", "Garbage collections since the start of the process.", "process"),
    GC_SECONDS(COUNTER, "sekimori_gc_seconds_total", "Time they took.", "process"),

    POLICY_INFO(INFO, "sekimori_policy_info", "The policy in force.", "policy", "checksum", "origin"),
    POLICY_EPOCH(GAUGE, "sekimori_policy_epoch", "Its number, counted from 1 at the start of the box."),
    POLICY_RULES(GAUGE, "sekimori_policy_rules", "How many rules it has."),
    POLICY_MONITOR_ONLY(GAUGE, "sekimori_policy_monitor_only", "Whether it drops nothing and only counts."),
    POLICY_KEPT(GAUGE, "sekimori_policy_kept", "Whether a box that starts anew would load it by itself."),
    POLICY_CONFIRM(
            GAUGE,
            "sekimori_policy_confirm_remaining_seconds",
            "Time left to confirm it before the one before returns; 0 when nothing is to be confirmed."),

    PORT_UP(GAUGE, "sekimori_port_up", "Whether the port's link is up.", "port", "interface"),
    PORT_STATE(
            GAUGE,
            "sekimori_port_state",
            "1 for the state the port's link is in, 0 for the others.",
            "port",
            "interface",
            "state"),
    PORT_STATE_SINCE(
            GAUGE,
            "sekimori_port_state_change_time_seconds",
            "When the port's link came into its state, in seconds since 1970.",
            "port",
            "interface"),
    PORT_SPEED(
            GAUGE,
            "sekimori_port_speed_bytes",
            "Speed of the port's link, in bytes a second; missing where it isn't known.",
            "port",
            "interface"),
    RECEIVED_FRAMES(COUNTER, "sekimori_port_received_frames_total", "Frames that came in.", "port", "interface"),
    RECEIVED_BYTES(COUNTER, "sekimori_port_received_bytes_total", "Their bytes.", "port", "interface"),
    RECEIVED_SUPER_FRAMES(
            COUNTER,
            "sekimori_port_received_super_frames_total",
            "Of them, frames longer than a ring slot.",
            "port",
            "interface"),
    RECEIVED_DECIDED(
            COUNTER,
            "sekimori_port_received_decided_frames_total",
            "Of them, frames that programs in the kernel decided, without the box.",
            "port",
            "interface"),
    RECEIVE_DROPS(
            COUNTER,
            "sekimori_port_receive_drops_total",
            "Frames lost on the way in: the ring was full, or the frame came in cut.",
            "port",
            "interface",
            "cause"),
    TRANSMITTED_FRAMES(
            COUNTER, "sekimori_port_transmitted_frames_total", "Frames handed to the driver.", "port", "interface"),
    TRANSMITTED_BYTES(
            COUNTER, "sekimori_port_transmitted_bytes_total", "Bytes of frames queued to go out.", "port", "interface"),
    TRANSMIT_ERRORS(
            COUNTER,
            "sekimori_port_transmit_errors_total",
            "Frames lost on the way out, by cause.",
            "port",
            "interface",
            "cause"),
    TRANSMIT_BUSY(
            COUNTER,
            "sekimori_port_transmit_busy_total",
            "Times the kernel was short of buffers; the frames waited.",
            "port",
            "interface"),
    LINK_CHANGES(
            COUNTER,
            "sekimori_port_link_changes_total",
            "Times the carrier went, the port was set down with the other, or the interface went.",
            "port",
            "interface",
            "change"),

    FRAMES(COUNTER, "sekimori_frames_total", "Frames that were judged.", "direction", "verdict"),
    FRAME_BYTES(COUNTER, "sekimori_frame_bytes_total", "Their bytes.", "direction", "verdict"),
    UNDERSIZED(
            COUNTER,
            "sekimori_undersized_datagrams_total",
            "Datagrams too short for the protocol of their port, taken for requests.",
            "direction"),
    RULE_FRAMES(COUNTER, "sekimori_rule_frames_total", "Frames a rule decided or watched.", "rule", "verdict"),
    RULE_BYTES(COUNTER, "sekimori_rule_bytes_total", "Their bytes.", "rule", "verdict"),
    RULES_OMITTED(
            GAUGE,
            "sekimori_rules_omitted",
            "Rules that are counted and not listed here, because the box has had too many names of rules."),
    REASON_FRAMES(COUNTER, "sekimori_reason_frames_total", "Frames whose fate a reason decided.", "reason", "verdict"),
    REASON_BYTES(COUNTER, "sekimori_reason_bytes_total", "Their bytes.", "reason", "verdict"),
    TRANSIT(HISTOGRAM, "sekimori_transit_seconds", "Time frames spent in the box, from reception to transmission."),

    MEMORY_ENTRIES(GAUGE, "sekimori_memory_entries", "What a memory holds now.", "memory"),
    MEMORY_EXPIRED(COUNTER, "sekimori_memory_expired_total", "Entries cleared when their time was over.", "memory"),
    MEMORY_EVICTED(COUNTER, "sekimori_memory_evicted_total", "Entries that gave way to others.", "memory"),
    MEMORY_REFUSED(
            COUNTER, "sekimori_memory_refused_total", "Times there was no room for something to remember.", "memory"),

    EVENTS_READ(COUNTER, "sekimori_events_read_total", "Events control has read from the box."),
    EVENTS_LOST(COUNTER, "sekimori_events_lost_total", "Events control was too slow to read."),
    EVENTS_SUPPRESSED(
            COUNTER,
            "sekimori_events_suppressed_total",
            "Events the box held back by its limits, as far as later events say.",
            "limit"),
    EVENTS_WRITTEN(COUNTER, "sekimori_events_written_total", "Events that were written.", "outlet"),
    EVENTS_DROPPED(
            COUNTER, "sekimori_events_dropped_total", "Events that were given up: the outlet was too slow.", "outlet"),
    EVENTS_FAILURES(
            COUNTER, "sekimori_events_write_failures_total", "Writes that failed; each is tried again.", "outlet"),
    LISTENER_UP(GAUGE, "sekimori_listener_up", "Whether control listens where it was told to.", "listener"),
    CERTIFICATE_EXPIRY(
            GAUGE,
            "sekimori_tls_certificate_expiry_timestamp_seconds",
            "Until when clients take the TLS certificate of the API, in seconds since 1970."),
    RELOAD_SUCCESSFUL(
            GAUGE,
            "sekimori_policy_last_reload_successful",
            "Whether the last reload of the policy file, by whichever way, put it in force."),
    RELOAD_TIME(
            GAUGE,
            "sekimori_policy_last_reload_timestamp_seconds",
            "When the policy file was last reloaded, with or without success, in seconds since 1970."),
    RELOAD_SUCCESS_TIME(
            GAUGE,
            "sekimori_policy_last_reload_success_timestamp_seconds",
            "When the policy file was last reloaded with success, in seconds since 1970."),
    RELOAD_SECONDS(
            GAUGE,
            "sekimori_policy_last_reload_duration_seconds",
            "How long the last reload of the policy file took, from reading to the box's answer."),
    POLICY_CHANGES(
            COUNTER,
            "sekimori_policy_changes_total",
            "Reloads, pushes and rollbacks that succeeded since control started."),
    POLICY_REFUSALS(
            COUNTER,
            "sekimori_policy_refusals_total",
            "Reloads, pushes and rollbacks that were refused since control started, by reason.",
            "reason"),
    POLICY_FILE_DIFFERS(
            GAUGE,
            "sekimori_policy_file_differs",
            "Whether the policy file, as last read, says something else than the policy in force."),
    POLICY_FILE_USABLE(
            GAUGE, "sekimori_policy_file_usable", "Whether the policy file, as last read, could be put in force."),
    POLICY_SOURCE(
            INFO,
            "sekimori_policy_source_info",
            "Where the policy in force comes from: file, push or rollback.",
            "from"),
    POLICY_WARNINGS(GAUGE, "sekimori_policy_warnings", "Warnings about the policy in force when it was read."),
    SET_ENTRIES(GAUGE, "sekimori_set_entries", "Entries of a set's file that are in force.", "set"),
    SET_MODIFIED(
            GAUGE,
            "sekimori_set_file_modified_timestamp_seconds",
            "When a set's file was last written to when the policy was read, in seconds since 1970; 0: not known.",
            "set"),
    SET_HELD(
            GAUGE,
            "sekimori_set_held",
            "Whether a set has its last good contents because its file looks wrong.",
            "set"),
    CONTROL_START(GAUGE, "sekimori_control_start_time_seconds", "When control started, in seconds since 1970."),
    CONTROL_HEAP(GAUGE, "sekimori_control_heap_bytes", "Heap that control uses.");

    private final MetricType type;
    private final String metricName;
    private final String help;
    private final List<String> labels;

    MetricFamily(MetricType type, String metricName, String help, String... labels) {
        this.type = type;
        this.metricName = metricName;
        this.help = help;
        this.labels = List.of(labels);
    }

    public MetricType type() {
        return type;
    }

    /** The name as it is served. */
    public String metricName() {
        return metricName;
    }

    /** What it says, in a sentence. */
    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }
}
