package org.sekimori.control.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.sekimori.control.lab.net.Command;
import org.sekimori.control.lab.net.Programs;

/** The quick lab as a test, with the box as it was just built. */
final class LabIT {
    @Test
    void shouldHoldEveryCheckOfTheQuickLabAndLeaveNothingBehind() {
        if (!Requirements.isRoot()) {
            Assumptions.abort("network namespaces need root");
        }
        List<String> missing = Programs.missingPackages(true);
        if (!missing.isEmpty()) {
            Assumptions.abort("programs of these packages are missing: " + missing);
        }
        StringWriter text = new StringWriter();
        CheckReport report = new CheckReport(new PrintWriter(text));

        try (Lab lab = new Lab(new LabOptions(true, false), report)) {
            lab.play();
        }

        assertThat(report.failures()).as("%s", text).isEmpty();
        assertThat(report.checks()).hasSizeGreaterThan(100);
        Kept names = Kept.ofThisProcess();
        assertThat(names.workspace()).doesNotExist();
        assertThat(Command.run(Duration.ofSeconds(10), List.of("ip", "netns", "list"))
                        .text())
                .doesNotContain(names.prefix());
        assertThat(processesThatName(names.workspace())).isEmpty();
    }

    private static List<String> processesThatName(Path folder) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(folder.toString()))
                .toList();
    }
}
