package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekimori.control.history.Author;

/** The policy that control was started with, read time and again. For any thread; one reads at a time. */
final class FilePolicy {
    private final PolicySetup setup;
    private final PolicyIntake intake;
    private Map<Path, FileStamp> filesRead;
    private volatile FileSight sight;

    FilePolicy(PolicySetup setup, PolicyIntake intake) {
        this.setup = setup;
        this.intake = intake;
        filesRead = setup.loader().filesRead();
        PolicyOrigin origin = setup.origin();
        sight = new FileSight(origin.sourceName(), origin.file().isPresent(), FileMark.NONE, OptionalInt.empty(), "");
    }

    /** The first reading of this process; a file that has ended those before is a refusal. */
    synchronized Candidate readAtStart() {
        Optional<Path> deadly = setup.origin().file().filter(setup.reading()::isDeadly);
        if (deadly.isEmpty()) {
            return read(false);
        }
        return seen(unusable(List.of(deadly.get() + ": error: reading this file ended the control process "
                + ReadingMark.MOST_DEATHS + " times, so it isn't read again until it changes; make it smaller, give"
                + " control more memory (SEKIMORI_JAVA_OPTIONS=-Xmx...), or read it all the same: 'sekimori policy"
                + " reload'")));
    }

    /** Reads, checks and compiles it; that it can't be read is a refusal. */
    synchronized Candidate read(boolean takesLists) {
        setup.origin().file().ifPresent(setup.reading()::begin);
        try {
            return seen(intake.read(setup.loader().text(), takesLists));
        } catch (PolicyFileException unreadable) {
            return seen(unusable(unreadable.errors()));
        } finally {
            setup.reading().end();
        }
    }

    private Candidate unusable(List<String> why) {
        PolicyText none = new PolicyText(setup.origin().sourceName(), "", setup.pushedSets());
        return new Candidate(
                none, FileMark.NONE, new ListDigests(none.sets()), List.of(), why, List.of(), Optional.empty());
    }

    private Candidate seen(Candidate candidate) {
        filesRead = setup.loader().filesRead();
        sight = new FileSight(
                sight.name(),
                sight.isFile(),
                candidate.mark(),
                candidate
                        .compiled()
                        .map(compiled -> OptionalInt.of(compiled.facts().checksum()))
                        .orElse(OptionalInt.empty()),
                candidate.refusal());
        return candidate;
    }

    /** What was last read. */
    FileSight sight() {
        return sight;
    }

    /** The files that the last reading asked for, with how they were. */
    synchronized Map<Path, FileStamp> filesRead() {
        return filesRead;
    }

    /** Who reloads a file is known by nobody; but whose it is. */
    Author owner() {
        Optional<Path> file = setup.origin().file();
        if (file.isEmpty()) {
            return Author.CONTROL;
        }
        try {
            return new Author(Files.getOwner(file.get()).getName());
        } catch (IOException gone) {
            return Author.CONTROL;
        }
    }
}
