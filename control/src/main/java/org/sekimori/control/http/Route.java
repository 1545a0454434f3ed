package org.sekimori.control.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method on one path, and what answers it.
 *
 * @param template the path; a segment in braces stands for any one segment
 * @param open whether it is answered without credentials
 * @param load whose workers run it
 */
public record Route(String method, String template, Target target, boolean open, Load load) {
    /** How long an end point takes, and so behind which others it may have to wait. */
    public enum Load {
        /** Answers within a moment, and never waits for the others. */
        PROMPT,
        /** Puts a policy of the history in force. */
        ROLLBACK,
        /** Reads and compiles a policy, to use it. */
        CHANGE,
        /** Reads and compiles a policy, and changes nothing. */
        CHECK
    }

    /** What answers. */
    public sealed interface Target {}

    /** One answer. */
    public record Answer(Endpoint endpoint) implements Target {}

    /** Server-sent events. */
    public record Stream(StreamEndpoint endpoint) implements Target {}

    /** Bytes in the course of time. */
    public record Download(DownloadEndpoint endpoint) implements Target {}

    /** What stands in the places of the template's names, where the path fits the template. */
    Optional<Map<String, String>> match(List<String> path) {
        List<String> wanted = segments(template);
        if (wanted.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String segment = wanted.get(i);
            if (isName(segment) && !path.get(i).isEmpty()) {
                parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else if (!segment.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(Map.copyOf(parameters));
    }

    static List<String> segments(String path) {
        return new ArrayList<>(List.of(path.split("/", -1)));
    }

    private static boolean isName(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
