package org.sekimori.control.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.control.process.SelfCommand;

class JournalOutputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR   | sekimori box: interface 'eth9': there is none of that name",
                "ERROR   | sekimori run: box ended with status 3; starting it again in 100 ms",
                "ERROR   | sekimori: fault in the data path (1 since the last line): java.lang.Error",
                "ERROR   | office.yaml:4:5: error: unknown key",
                "ERROR   | Exception in thread \"x\" java.lang.OutOfMemoryError",
                "ERROR   | Caused by: java.lang.ClassNotFoundException: x",
                "WARNING | WARN RequestGuard: wrong token from 127.0.0.1",
                "WARNING | warning: WAN port eth0 has no carrier",
                "WARNING | office.yaml:4:5: warning: rule 'a' is never reached",
                "WARNING | events: /var/lib/events.jsonl: No space left on device; trying again every second",
                "WARNING | history: entry 3 isn't kept: No space left on device",
                "WARNING | policy 'a' (entry 3) is refused by the box",
                "INFO    | events: /var/lib/events.jsonl: writes again; 3 events were dropped meanwhile",
                "INFO    | filtering: eth0 <-> eth1, policy 'office' (2 rules)",
                "INFO    | WAN port eth0 is up, 1 Gbit/s"
            })
    void shouldTellHowMuchALineMatters(LogPriority priority, String line) {
        assertThat(LogPriority.of(line)).isEqualTo(priority);
    }

    @Test
    void shouldGiveEachLineOfAStackTraceItsPriority() {
        StringWriter trace = new StringWriter();
        new IllegalStateException("a", new IOException("b")).printStackTrace(new PrintWriter(trace));

        assertThat(trace.toString().lines().skip(1)).allMatch(line -> LogPriority.of(line) == LogPriority.ERROR);
    }

    @Tag("long")
    @Test
    void shouldGiveLinesTheirPriorityWhereTheJournalListens() throws Exception {
        assertThat(said(true)).singleElement().asString().startsWith("<3>sekimori status: ");
    }

    @Tag("long")
    @Test
    void shouldWritePlainTextWhereItIsAnotherFile() throws Exception {
        assertThat(said(false)).singleElement().asString().startsWith("sekimori status: ");
    }

    /** What a process says whose standard error is a file that its environment calls the journal, or another one. */
    private List<String> said(boolean isJournal) throws IOException, InterruptedException {
        Path output = Files.createFile(folder.resolve("stderr"));
        Path named = isJournal ? output : Files.createFile(folder.resolve("other"));
        Map<String, Object> file = Files.readAttributes(named, "unix:dev,ino");
        ProcessBuilder command = new ProcessBuilder(SelfCommand.small("status", "--run-dir", folder.toString()))
                .redirectError(output.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        command.environment().put("JOURNAL_STREAM", file.get("dev") + ":" + file.get("ino"));
        assertThat(command.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(output);
    }
}
