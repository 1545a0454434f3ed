package org.sekimori.control.client;

import java.nio.charset.StandardCharsets;
import org.sekimori.control.report.JsonText;

/**
 * What the control process said.
 *
 * @param contentType empty where there is no body
 */
public record ApiAnswer(int status, String contentType, byte[] body) {
    /** Whether what was asked is done. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * The body as JSON that is safe to print.
     *
     * @throws ApiException where it is no JSON
     */
    public String json() {
        return JsonText.harmless(text())
                .orElseThrow(() -> new ApiException("control answers with status " + status + " and what is no JSON"));
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
