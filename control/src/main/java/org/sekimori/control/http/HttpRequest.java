package org.sekimori.control.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose caller, size and origin were checked. The body is the request's own: nobody else writes to it.
 *
 * @param path the decoded path, without the query
 * @param query decoded parameters after the question mark; a name given twice was refused
 * @param pathParameters what stood in the places of the route's <code>{names}</code>
 * @param accept the media types the caller would like, as it wrote them; empty where it didn't say
 * @param ifMatch the tags of what the caller means to replace, as it wrote them; empty where it didn't say
 */
public record HttpRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> pathParameters,
        byte[] body,
        Caller caller,
        String accept,
        String ifMatch) {
    /** A request that doesn't say what it would like. */
    public HttpRequest(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> pathParameters,
            byte[] body,
            Caller caller) {
        this(method, path, query, pathParameters, body, caller, "", "");
    }

    /** The body as UTF-8 text. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A query parameter, where it was given. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /**
     * A whole number among the query parameters, or the value that stands for its absence.
     *
     * @throws BadRequestException naming the parameter, the value and the bounds
     */
    public int number(String name, int absent, int least, int most) {
        String text = query.get(name);
        return text == null ? absent : parse(name, text, least, most);
    }

    /**
     * A whole number in the path.
     *
     * @throws BadRequestException naming the place, the value and the bounds
     */
    public int pathNumber(String name, int least, int most) {
        return parse(name, pathParameters.get(name), least, most);
    }

    private static int parse(String name, String text, int least, int most) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, like a number out of bounds.
        }
        throw new BadRequestException(
                name + " '" + text + "': a whole number from " + least + " to " + most + " is wanted");
    }
}
