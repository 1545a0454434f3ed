package org.sekimori.control.cli;

import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sekimori.control.replay.VerdictCsv;
import org.sekimori.control.replay.VerdictSink;
import org.sekimori.dataplane.frame.LinkTypes;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.dataplane.pcap.CaptureFileReader;
import org.sekimori.dataplane.pcap.CaptureFileWriter;
import org.sekimori.dataplane.pcap.FrameSink;

/** Where a replay writes; each place may be left out. */
final class ReplayOutputs implements AutoCloseable {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private final Path passedFile;
    private final Path droppedFile;
    private final Path verdictsFile;
    private int linkType = LinkTypes.ETHERNET;
    private FrameSink passed = FrameSink.NONE;
    private FrameSink dropped = FrameSink.NONE;
    private VerdictCsv csv;

    ReplayOutputs(Path passedFile, Path droppedFile, Path verdictsFile) {
        this.passedFile = passedFile;
        this.droppedFile = droppedFile;
        this.verdictsFile = verdictsFile;
    }

    boolean usesStandardOutput() {
        return STANDARD_OUTPUT.equals(verdictsFile);
    }

    /** No output may take the place of an input, or of another output. */
    void checkAgainst(List<Path> inputs, Optional<Path> policyFile) {
        List<Path> taken = new ArrayList<>(inputs);
        policyFile.ifPresent(taken::add);
        for (Path output : Arrays.asList(passedFile, droppedFile, verdictsFile)) {
            if (output == null || output.equals(STANDARD_OUTPUT) && output == verdictsFile) {
                continue;
            }
            for (Path other : taken) {
                if (isSame(output, other)) {
                    throw new BadInputException(output + ": would be overwritten, but it is '" + other
                            + "', which this command reads or writes as well");
                }
            }
            taken.add(output);
        }
    }

    /** A pcap file holds one link type: that of all inputs, if frames are to be written. */
    void take(Map<Path, Integer> linkTypes) {
        if (passedFile == null && droppedFile == null || linkTypes.isEmpty()) {
            return;
        }
        Map.Entry<Path, Integer> first = linkTypes.entrySet().iterator().next();
        linkType = first.getValue();
        linkTypes.forEach((file, other) -> {
            if (other == CaptureFileReader.SEVERAL_LINK_TYPES) {
                throw new BadInputException(
                        file + ": its frames have several link types; --passed and --dropped need one");
            }
            if (other != linkType) {
                throw new BadInputException(file + ": has link type " + other + ", but " + first.getKey() + " has "
                        + linkType + "; --passed and --dropped need inputs that all have the same");
            }
        });
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize())
                    || Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException unknown) {
            throw new BadInputException(one + ": " + unknown.getMessage(), unknown);
        }
    }

    /** Creates the files, or empties those that are there. */
    void open(PrintWriter standardOutput) {
        try {
            if (passedFile != null) {
                passed = CaptureFileWriter.create(passedFile, linkType);
            }
            if (droppedFile != null) {
                dropped = CaptureFileWriter.create(droppedFile, linkType);
            }
        } catch (CaptureException refused) {
            throw new BadInputException(refused.getMessage(), refused);
        }
        if (verdictsFile != null) {
            csv = new VerdictCsv(verdictsFile.toString(), verdictsWriter(standardOutput));
        }
    }

    private Writer verdictsWriter(PrintWriter standardOutput) {
        if (usesStandardOutput()) {
            return new BufferedWriter(new Unclosed(standardOutput));
        }
        try {
            return Files.newBufferedWriter(verdictsFile, StandardCharsets.UTF_8);
        } catch (IOException refused) {
            throw new BadInputException(verdictsFile + ": can't be created: " + reason(refused), refused);
        }
    }

    private static String reason(IOException refused) {
        return refused.getClass().getSimpleName().replace("Exception", "") + " (" + refused.getMessage() + ")";
    }

    FrameSink passed() {
        return passed;
    }

    FrameSink dropped() {
        return dropped;
    }

    VerdictSink verdicts() {
        return Objects.requireNonNullElse(csv, VerdictSink.NONE);
    }

    /** Ends every file, whatever happens to the others. */
    @Override
    public void close() {
        try (FrameSink first = passed;
                FrameSink second = dropped;
                VerdictCsv third = csv) {
            // Closed in turn by leaving this block.
        }
    }

    /** Standard output stays open, and a reader that went away (a pipe to head) is an error like any other. */
    private static final class Unclosed extends FilterWriter {
        private final PrintWriter target;

        Unclosed(PrintWriter target) {
            super(target);
            this.target = target;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            target.write(text, from, length);
            if (target.checkError()) {
                throw new IOException("nobody reads it any more");
            }
        }

        @Override
        public void close() {
            target.flush();
        }
    }
}
