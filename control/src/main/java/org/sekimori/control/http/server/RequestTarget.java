package org.sekimori.control.http.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.control.http.BadRequestException;

/** A request's path and query, decoded. What could be read in two ways is refused. */
record RequestTarget(String path, Map<String, String> query) {
    private static final int MOST_PARAMETERS = 32;

    /**
     * Decodes what stands in the first line.
     *
     * @throws BadRequestException where it isn't a plain path, or a parameter is given twice
     */
    static RequestTarget parse(String uri) {
        if (!uri.startsWith("/") || uri.startsWith("//") || uri.indexOf('#') >= 0) {
            throw new BadRequestException("the request's target is not a path");
        }
        try {
            QueryStringDecoder decoder =
                    new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MOST_PARAMETERS + 1, true);
            return new RequestTarget(checked(decoder), query(decoder.parameters()));
        } catch (IllegalArgumentException badEscape) {
            throw new BadRequestException("the request's target is badly escaped");
        }
    }

    private static String checked(QueryStringDecoder decoder) {
        String raw = decoder.rawPath();
        String path = decoder.path();
        boolean hiddenSlash = raw.chars().filter(c -> c == '/').count()
                != path.chars().filter(c -> c == '/').count();
        if (hiddenSlash || path.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\')) {
            throw new BadRequestException("the path has characters in it that no path here has");
        }
        return path;
    }

    private static Map<String, String> query(Map<String, List<String>> parameters) {
        if (parameters.size() > MOST_PARAMETERS) {
            throw new BadRequestException("too many parameters");
        }
        Map<String, String> query = new LinkedHashMap<>();
        parameters.forEach((name, values) -> {
            if (values.size() != 1) {
                throw new BadRequestException("a parameter is given twice");
            }
            query.put(name, values.get(0));
        });
        return Map.copyOf(query);
    }
}
