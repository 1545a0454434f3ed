package org.sekimori.control.api;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;
import org.sekimori.control.http.BadRequestException;
import org.sekimori.control.http.Endpoint;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;
import org.sekimori.control.status.StatusJson;
import org.sekimori.control.status.StatusText;
import org.sekimori.control.status.SystemStatus;

/** The status as JSON, or with {@code as=text} as the command prints it. */
final class StatusEndpoint implements Endpoint {
    private final Supplier<SystemStatus> status;

    StatusEndpoint(Supplier<SystemStatus> status) {
        this.status = status;
    }

    @Override
    public HttpAnswer handle(HttpRequest request) {
        String form = request.parameter("as").orElse("json");
        return switch (form) {
            case "json" -> HttpAnswer.json(200, json -> StatusJson.write(json, status.get()));
            case "text" -> {
                StringWriter text = new StringWriter();
                StatusText.print(new PrintWriter(text), status.get());
                yield HttpAnswer.text(200, text.toString());
            }
            default -> throw new BadRequestException("as '" + form + "': json or text is wanted");
        };
    }
}
