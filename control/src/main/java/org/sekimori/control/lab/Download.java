package org.sekimori.control.lab;

import java.time.Duration;
import java.util.Locale;
import org.sekimori.control.lab.net.Command;
import org.sekimori.control.lab.net.Namespace;

/**
 * What curl got.
 *
 * @param bitsPerSecond as curl measured it, of payload
 */
public record Download(long bytes, double bitsPerSecond, String complaint) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double BITS_PER_BYTE = 8;
    private static final double GIGA = 1e9;

    /** Downloads and throws away. */
    static Download of(Namespace client, String url) {
        Command.Result result = client.run(
                PATIENCE, "curl", "-sS", "-g", "-o", "/dev/null", "-w", "%{size_download} %{speed_download}", url);
        return parse(result.text());
    }

    static Download parse(String text) {
        String[] words = text.strip().split("\\s+");
        try {
            return new Download(Long.parseLong(words[0]), Double.parseDouble(words[1]) * BITS_PER_BYTE, "");
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException problem) {
            return new Download(0, 0, text.lines().findFirst().orElse("curl said nothing"));
        }
    }

    /** One that broke off is slower than any that did not. */
    boolean isFasterThan(Download other) {
        return bytes == other.bytes ? bitsPerSecond > other.bitsPerSecond : bytes > other.bytes;
    }

    String text() {
        return complaint.isEmpty() ? String.format(Locale.ROOT, "%,d bytes at %s", bytes, speed()) : complaint;
    }

    String speed() {
        return String.format(Locale.ROOT, "%.2f Gbit/s", bitsPerSecond / GIGA);
    }
}
