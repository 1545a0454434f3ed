package org.sekimori.control.policytest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One case: a folder that holds the expected verdicts, the frames, and what to replay them by.
 *
 * @param path the folder, by the name the user gave or below it
 */
public record CaseFolder(Path path) {
    /** The frames, where {@code arguments.txt} names no others. */
    public static final String INPUT = "input.pcap";

    static final String EXPECTED = "expected.csv";
    private static final String POLICY = "policy.yaml";
    /** Further arguments of the replay. */
    public static final String ARGUMENTS = "arguments.txt";

    private static final String WHITE_SPACE = "\\s+";

    /**
     * Every case in these folders and below, each folder's in order of their names.
     *
     * @throws PolicyTestException when there is none in one of them
     */
    public static List<CaseFolder> find(List<Path> folders) {
        List<CaseFolder> cases = new ArrayList<>();
        for (Path folder : folders) {
            List<CaseFolder> found = find(folder);
            if (found.isEmpty()) {
                throw new PolicyTestException(folder + ": holds no policy test: no folder with an '" + EXPECTED + "'");
            }
            cases.addAll(found);
        }
        return cases;
    }

    private static List<CaseFolder> find(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new PolicyTestException(folder + ": " + (Files.exists(folder) ? "is no folder" : "no such folder"));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().equals(EXPECTED))
                    .sorted()
                    .map(file -> new CaseFolder(file.getParent() == null ? Path.of("") : file.getParent()))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new PolicyTestException(folder + ": can't be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The case's own policy, if it brings one. */
    public Optional<Path> policy() {
        Path policy = path.resolve(POLICY);
        return Files.exists(policy) ? Optional.of(policy) : Optional.empty();
    }

    /** The replay's command line: what {@code arguments.txt} holds, then the capture. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        Path file = path.resolve(ARGUMENTS);
        if (Files.exists(file)) {
            String text = read(file).strip();
            arguments.addAll(text.isEmpty() ? List.of() : List.of(text.split(WHITE_SPACE)));
        }
        arguments.add(INPUT);
        return arguments;
    }

    /** The verdicts expected. */
    public ExpectedVerdicts expected() {
        Path file = path.resolve(EXPECTED);
        return ExpectedVerdicts.parse(file.toString(), read(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new PolicyTestException(file + ": can't be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
