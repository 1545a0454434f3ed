package org.sekimori.control.client;

import java.nio.charset.StandardCharsets;

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

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
