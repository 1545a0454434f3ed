package org.sekimori.control.events;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an event says, in the order it says it. The word is the key in JSON and the name of the parameter in syslog's
 * structured data, and stable.
 */
public enum EventField {
    TIME("time", "when, as RFC 3339 in UTC with microseconds"),
    EVENT("event", "what happened: a word of the table above"),
    DIRECTION("direction", "`inbound` or `outbound`"),
    VERDICT(
            "verdict",
            "`drop`; `monitored`: passed, as the whole policy only watches; `match`: a rule of `mode: monitor` matches, and what becomes of the frame other rules say"),
    RULE("rule", "the rule that decided; empty where only a reason did"),
    REASON("reason", "why, where no rule matched the frame's own headers; else empty"),
    EPOCH("epoch", "number of the policy that decided, counted from 1 at the start of the box"),
    SOURCE("source", "source address of the layer that decided; missing where the frame has none"),
    SOURCE_PORT("source-port", "missing where the protocol has no ports, or they are not in this fragment"),
    DESTINATION("destination", "destination address"),
    DESTINATION_PORT("destination-port", "as `source-port`"),
    PROTOCOL("protocol", "`tcp`, `udp`, `icmp`, `icmpv6`, or the number"),
    LENGTH("length", "bytes of the whole frame on the line"),
    SUPPRESSED_OF_SOURCE(
            "suppressed-of-source", "events about this source that the limit of the source held back since the last"),
    SUPPRESSED_OF_RULE(
            "suppressed-of-rule", "events about this rule or reason that its own limit held back since the last"),
    POLICY("policy", "name of the policy"),
    CHECKSUM("checksum", "checksum of its image, 8 hexadecimal digits"),
    RULES("rules", "how many rules it has"),
    ORIGIN("origin", "`pushed`, `restored` (an unconfirmed one was taken back), `last-good` or `shipped`"),
    KEPT("kept", "whether a box that starts anew would load it by itself"),
    UNCONFIRMED("unconfirmed", "whether it is taken back unless somebody confirms it"),
    SET("set", "name of the set"),
    FILE("file", "the set's file, as the policy writes it"),
    ENTRIES_BEFORE("entries-before", "entries of its last good contents before; missing where there were none"),
    ENTRIES("entries", "entries that are in force"),
    PORT("port", "`wan` or `lan`"),
    INTERFACE("interface", "the port's interface"),
    STATE(
            "state",
            "what the box does now, or how the port's link is: `up`, `no-carrier`, `down`, `held`, `missing`, `renamed` or `settling`, or who decides about frames: `alone`, `kernel-first` or `box-first`"),
    CHANGES("changes", "how often the link changed since the last event of this port; more than 1: it flaps"),
    PID("pid", "process number of the box"),
    SILENT_SECONDS("silent-seconds", "age of the heartbeat"),
    LOST("lost", "how many events were not read"),
    CAUSE("cause", "why, for people; may be empty");

    private static final Map<String, EventField> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventField::word, Function.identity()));

    private final String word;
    private final String meaning;

    EventField(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    public String word() {
        return word;
    }

    /** What it says, in one phrase. */
    public String meaning() {
        return meaning;
    }

    /** The field of that word; null where there is none. */
    static EventField ofWord(String word) {
        return BY_WORD.get(word);
    }
}
