package org.sekimori.control.events;

import java.util.Map;

/** An event in one line for people. */
public final class EventText {
    private EventText() {}

    /** Such as {@code 2026-11-25T04:00:00.000000Z drop inbound udp 198.51.100.7:40000 -> 203.0.113.5:123, rule ntp}. */
    public static String line(Map<EventField, Object> fields) {
        return word(fields, EventField.TIME) + " " + sentence(fields);
    }

    /** The same without the time. */
    static String sentence(Map<EventField, Object> fields) {
        if (EventKind.FRAME.word().equals(fields.get(EventField.EVENT))) {
            return frame(fields);
        }
        StringBuilder line = new StringBuilder(word(fields, EventField.EVENT));
        String separator = ": ";
        for (Map.Entry<EventField, Object> field : fields.entrySet()) {
            if (field.getKey() != EventField.TIME
                    && field.getKey() != EventField.EVENT
                    && !"".equals(field.getValue())) {
                line.append(separator).append(field.getKey().word()).append(' ').append(field.getValue());
                separator = ", ";
            }
        }
        return line.toString();
    }

    private static String frame(Map<EventField, Object> fields) {
        StringBuilder line = new StringBuilder()
                .append(word(fields, EventField.VERDICT))
                .append(' ')
                .append(word(fields, EventField.DIRECTION));
        if (fields.containsKey(EventField.SOURCE)) {
            line.append(' ').append(word(fields, EventField.PROTOCOL)).append(' ');
            endpoint(line, fields, EventField.SOURCE, EventField.SOURCE_PORT);
            line.append(" -> ");
            endpoint(line, fields, EventField.DESTINATION, EventField.DESTINATION_PORT);
        }
        name(line, fields, EventField.RULE);
        name(line, fields, EventField.REASON);
        line.append(", ").append(word(fields, EventField.LENGTH)).append(" bytes");
        suppressed(line, fields, EventField.SUPPRESSED_OF_SOURCE, " more of this source");
        suppressed(line, fields, EventField.SUPPRESSED_OF_RULE, " more of this rule");
        return line.toString();
    }

    private static void endpoint(
            StringBuilder line, Map<EventField, Object> fields, EventField address, EventField port) {
        String text = word(fields, address);
        boolean bracketed = fields.containsKey(port) && text.indexOf(':') >= 0;
        line.append(bracketed ? "[" + text + "]" : text);
        if (fields.containsKey(port)) {
            line.append(':').append(fields.get(port));
        }
    }

    private static void name(StringBuilder line, Map<EventField, Object> fields, EventField field) {
        String name = word(fields, field);
        if (!name.isEmpty()) {
            line.append(", ").append(field.word()).append(' ').append(name);
        }
    }

    private static void suppressed(StringBuilder line, Map<EventField, Object> fields, EventField field, String what) {
        if (fields.get(field) instanceof Long count && count > 0) {
            line.append(", ").append(count).append(what);
        }
    }

    private static String word(Map<EventField, Object> fields, EventField field) {
        Object value = fields.get(field);
        return value == null ? "" : value.toString();
    }
}
