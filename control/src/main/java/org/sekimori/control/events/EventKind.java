package org.sekimori.control.events;

import com.cloudbees.syslog.Severity;

/** What can happen. The word is stable and goes into machine-readable output. */
public enum EventKind {
    FRAME(
            "frame",
            Severity.INFORMATIONAL,
            "a frame was dropped, or would have been were the policy not only watching; or a rule of `mode: monitor` matches it"),
    POLICY("policy", Severity.NOTICE, "another policy is in force, or the one in force was confirmed"),
    REFUSED("refused", Severity.WARNING, "a policy or a command was refused; what was in force stays"),
    POLICY_WARNING(
            "policy-warning",
            Severity.WARNING,
            "a policy came in force of which something is to be said, as `check` does"),
    SET_CHANGED("set-changed", Severity.NOTICE, "a set's file has another number of entries than before"),
    SET_HELD("set-held", Severity.WARNING, "a set's file looks wrong: its last good contents stay in force"),
    BOX_STARTED("box-started", Severity.NOTICE, "a box was found that was not there before"),
    BOX_RESTARTED("box-restarted", Severity.WARNING, "the box is another process than before"),
    BOX_STATE("box-state", Severity.NOTICE, "the box began or ceased to filter"),
    BOX_SILENT("box-silent", Severity.ERROR, "the box's heartbeat stands still, or its file can't be read"),
    BOX_BACK("box-back", Severity.NOTICE, "the heartbeat of the same box goes on"),
    GUARD_TRIP(
            "guard-trip",
            Severity.WARNING,
            "kernel programs had taken the line, since the box made no round for too long; or the box is gone and they keep it"),
    GUARD_RETURN("guard-return", Severity.NOTICE, "the box has the line back from the kernel programs"),
    PORT_UP("port-up", Severity.NOTICE, "a port's link is up"),
    PORT_DOWN("port-down", Severity.ERROR, "a port's link is lost: it has no carrier, or somebody set it down"),
    PORT_HELD("port-held", Severity.NOTICE, "a port was set down because the other port's link is lost"),
    PORT_MISSING("port-missing", Severity.ERROR, "a port's interface is gone, or has another name"),
    PORT_RETURNED("port-returned", Severity.NOTICE, "a port's interface that was gone is there again"),
    PORT_BLOCKED("port-blocked", Severity.ERROR, "something keeps frames from a port though its link may be up"),
    PORT_UNBLOCKED("port-unblocked", Severity.NOTICE, "nothing keeps frames from the port any more"),
    SWAP_SUSPECTED("swap-suspected", Severity.WARNING, "what comes in looks as if WAN and LAN were swapped"),
    SWAP_CLEARED("swap-cleared", Severity.NOTICE, "what comes in looks right again"),
    EVENTS_LOST("events-lost", Severity.WARNING, "control was too slow to read all events of the box");

    private final String word;
    private final Severity severity;
    private final String meaning;

    EventKind(String word, Severity severity, String meaning) {
        this.word = word;
        this.severity = severity;
        this.meaning = meaning;
    }

    public String word() {
        return word;
    }

    /** How much it matters, in syslog's words. */
    Severity severity() {
        return severity;
    }

    /** What happened, in one phrase. */
    public String meaning() {
        return meaning;
    }
}
