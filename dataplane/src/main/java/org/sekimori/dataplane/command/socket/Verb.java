package org.sekimori.dataplane.command.socket;

import java.util.Arrays;
import java.util.Optional;

/** What can be asked, by the word it goes by on the socket. */
enum Verb {
    /** Numbers: the image's length, seconds to confirm. */
    PUSH("push", 2, true),
    CONFIRM("confirm", 0, false),
    REVERT("revert", 0, false),
    /** Numbers: the image's length, seconds after which it ends by itself. */
    BEGIN_WHAT_IF("whatif-begin", 2, true),
    END_WHAT_IF("whatif-end", 0, false),
    /** Numbers: seconds, bytes of each frame. */
    CAPTURE_DROPS("capture-drops", 2, false);

    private final String word;
    private final int numbers;
    private final boolean hasImage;

    Verb(String word, int numbers, boolean hasImage) {
        this.word = word;
        this.numbers = numbers;
        this.hasImage = hasImage;
    }

    static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word.equals(word)).findFirst();
    }

    String word() {
        return word;
    }

    /** How many numbers follow the word. */
    int numbers() {
        return numbers;
    }

    /** Whether an image follows the line; its length is the first number. */
    boolean hasImage() {
        return hasImage;
    }
}
