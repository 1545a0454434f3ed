package org.sekimori.control.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** A file of options of {@code sekimori box}, read as the box reads it. */
final class BoxOptionsFile {
    private final EngineOptions engine;
    private final Optional<String> noGuard;

    private BoxOptionsFile(EngineOptions engine, Optional<String> noGuard) {
        this.engine = engine;
        this.noGuard = noGuard;
    }

    /** Reads it, or says what is wrong with it as the user's fault. */
    static BoxOptionsFile read(Path file) {
        if (!Files.isReadable(file)) {
            throw new BadInputException(file + ": there is no such file, or it can't be read");
        }
        BoxCommand box = new BoxCommand();
        try {
            ParseResult parsed = new CommandLine(box)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs("@" + file);
            boolean isRefused = !parsed.matchedOptionValue("--guard", true);
            return new BoxOptionsFile(
                    box.engine(),
                    isRefused ? Optional.of("it has --no-guard") : box.engine().noGuard());
        } catch (ParameterException wrong) {
            throw new BadInputException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    /** The line that the box of these options has. */
    GuardedLine line() {
        return engine.guardedLine();
    }

    /** Why the box of these options has no guard, where that is so. */
    Optional<String> noGuard() {
        return noGuard;
    }
}
