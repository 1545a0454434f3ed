package org.sekimori.control.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.http.HttpAnswer;

/** What control said where it didn't do what it was asked for, as one line. */
final class ApiProblem {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ApiProblem() {}

    /** The {@code detail} of a problem document, or the status where there is none. */
    static String detail(ApiAnswer answer) {
        if (answer.contentType().startsWith(HttpAnswer.PROBLEM)) {
            try (JsonParser json = FACTORY.createParser(answer.text())) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isDetail = json.currentName().equals("detail");
                    json.nextToken();
                    if (isDetail) {
                        return json.getText();
                    }
                    json.skipChildren();
                }
            } catch (IOException notAsPromised) {
                // Then the status must do.
            }
        }
        return "control answers with status " + answer.status();
    }
}
