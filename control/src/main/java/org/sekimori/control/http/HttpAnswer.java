package org.sekimori.control.http;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.control.report.JsonObject;

/**
 * What the caller gets. The server adds the headers that every answer has; one that is given here wins over them.
 *
 * @param contentType empty where there is no body
 */
public record HttpAnswer(int status, String contentType, Map<String, String> headers, byte[] body) {
    /** Media type of {@link #json}. */
    public static final String JSON = "application/json";
    /** Media type of {@link #problem}. */
    public static final String PROBLEM = "application/problem+json";

    /** One JSON object. */
    public static HttpAnswer json(int status, JsonObject.Body body) {
        return of(status, JSON, object(body));
    }

    /** Plain text in UTF-8. */
    public static HttpAnswer text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of any type. */
    public static HttpAnswer of(int status, String contentType, byte[] body) {
        return new HttpAnswer(status, contentType, Map.of(), body);
    }

    /** Status 204: done, and there is nothing to say. */
    public static HttpAnswer noContent() {
        return of(204, "", new byte[0]);
    }

    /** A refusal that programs can read (RFC 9457). */
    public static HttpAnswer problem(int status, String title, String detail) {
        return problem(status, title, detail, json -> {});
    }

    /** A refusal with fields of its own after the usual ones, such as the findings on a policy. */
    public static HttpAnswer problem(int status, String title, String detail, JsonObject.Body more) {
        return of(status, PROBLEM, object(json -> {
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            more.write(json);
        }));
    }

    /** The same answer with one more header. */
    public HttpAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpAnswer(status, contentType, Map.copyOf(more), body);
    }

    private static byte[] object(JsonObject.Body body) {
        StringWriter text = new StringWriter();
        JsonObject.print(new PrintWriter(text), body);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
