package org.sekimori.control.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.dataplane.pcap.CaptureFileReader;
import org.sekimori.dataplane.pcap.CaptureInput;
import org.sekimori.dataplane.pcap.DirectionRule;
import org.sekimori.policy.Direction;

/** The capture files of a replay, and which way their frames go. */
final class ReplayInputs {
    private final List<CaptureInput> captures;
    private final List<CaptureInput> otherSide;

    /** Captures by the names given, relative ones below the folder. */
    ReplayInputs(List<String> files, List<String> outboundFiles, DirectionRule rule, Path folder) {
        if (files.isEmpty() && outboundFiles.isEmpty()) {
            throw new BadInputException("no capture file is named; see 'sekimori replay --help'");
        }
        captures = files.stream().map(file -> input(file, rule, folder)).toList();
        DirectionRule outbound = DirectionRule.always(Direction.OUTBOUND);
        otherSide = outboundFiles.stream()
                .map(file -> input(file, outbound, folder))
                .toList();
    }

    private static CaptureInput input(String name, DirectionRule rule, Path folder) {
        try {
            return new CaptureInput(name, folder.resolve(name), rule);
        } catch (InvalidPathException wrong) {
            throw new BadInputException("'" + name + "' can't be a file's name here: " + wrong.getReason(), wrong);
        }
    }

    /**
     * Opens every file once, so that a wrong name is known before anything is written; a line for each that fails.
     *
     * @return each file's link type; none for a pipe, which can be opened only once
     */
    Map<Path, Integer> check() {
        Map<Path, Integer> linkTypes = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Path file : paths()) {
            if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
                continue;
            }
            try (CaptureFileReader reader = CaptureFileReader.open(file)) {
                linkTypes.put(file, reader.linkType());
            } catch (CaptureException problem) {
                problems.add(problem.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join(System.lineSeparator(), problems));
        }
        return linkTypes;
    }

    List<CaptureInput> captures() {
        return captures;
    }

    List<CaptureInput> otherSide() {
        return otherSide;
    }

    List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        captures.forEach(input -> paths.add(input.file()));
        otherSide.forEach(input -> paths.add(input.file()));
        return paths;
    }
}
