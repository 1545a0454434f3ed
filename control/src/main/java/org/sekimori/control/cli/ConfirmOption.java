package org.sekimori.control.cli;

import picocli.CommandLine.Option;

/** How long a policy may stay without being confirmed. */
final class ConfirmOption {
    @Option(
            names = "--confirm",
            paramLabel = "N",
            description = "The policy before returns after N seconds unless 'sekimori policy confirm' comes; the box"
                    + " itself keeps the time.")
    private Integer seconds;

    /** The query parameter that says so, after others; empty where it stays for good. */
    String parameter() {
        if (seconds == null) {
            return "";
        }
        if (seconds < 1) {
            throw new BadInputException("--confirm: expected 1 or more seconds, found " + seconds);
        }
        return "&" + PolicyCall.parameter("confirm", seconds);
    }
}
