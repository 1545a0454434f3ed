package org.sekimori.control.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiException;
import org.sekimori.control.events.EventField;
import org.sekimori.control.events.EventJson;
import org.sekimori.control.events.EventText;
import org.sekimori.control.report.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What happened, what happens, and the dropped frames themselves. */
@Command(
        name = "events",
        description = "Show dropped frames and what else happened, or capture dropped frames into a file.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori events                          # the last 20",
            "  sekimori events --follow --json | jq -c 'select(.rule == \"ntp\")'",
            "  sekimori events --pcap drops.pcap --seconds 30"
        })
final class EventsCommand implements Callable<Integer> {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_LAST = 1000;
    private static final int MAX_SECONDS = 600;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show the last N, 0 to 1000 (default: ${DEFAULT-VALUE}).")
    private int last;

    @Option(
            names = {"-f", "--follow"},
            description = "Then show each as it happens, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description = "Capture dropped frames into this file (pcapng) instead.")
    private Path pcap;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long to capture, 1 to 600 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin
    private RunDirOption runDir;

    @Override
    public Integer call() throws IOException {
        within("--last", last, 0, MAX_LAST);
        within("--seconds", seconds, 1, MAX_SECONDS);
        try {
            return pcap == null ? show() : capture();
        } catch (ApiException noControl) {
            spec.commandLine().getErr().println("sekimori events: " + noControl.getMessage());
            return ExitCode.FAULT;
        }
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BadInputException(option + " " + value + ": " + least + " to " + most + " is wanted");
        }
    }

    private int show() throws IOException {
        ApiAnswer answer = runDir.api().get("/api/v1/events?last=" + last);
        if (!answer.isSuccess()) {
            return refused(answer);
        }
        lines(answer.text()).forEach(this::print);
        if (follow) {
            answer = runDir.api().stream("/api/v1/events", this::print);
            return answer.isSuccess() ? ExitCode.OK : refused(answer);
        }
        return ExitCode.OK;
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonText.harmless(line).orElseThrow(() -> new IllegalStateException("an event is no JSON")));
            out.flush();
            return;
        }
        Optional<Map<EventField, Object>> fields = EventJson.fields(line);
        out.println(fields.map(EventText::line).orElse(line));
        out.flush();
    }

    /** The objects of the array {@code events}, a line each. */
    private static List<String> lines(String answer) throws IOException {
        List<String> lines = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(answer)) {
            while (parser.nextToken() != null && parser.currentToken() != JsonToken.START_ARRAY) {
                continue;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                StringWriter line = new StringWriter();
                try (JsonGenerator copy = FACTORY.createGenerator(line)) {
                    copy.copyCurrentStructure(parser);
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }

    private int capture() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        err.println("capturing dropped frames for " + seconds + " s");
        err.flush();
        try (CaptureDownload download = new CaptureDownload(pcap)) {
            ApiAnswer answer = runDir.api().download("/api/v1/events.pcap?seconds=" + seconds, download);
            if (!answer.isSuccess()) {
                return refused(answer);
            }
            err.println(pcap + ": " + Words.counted(download.bytes(), "byte"));
            return ExitCode.OK;
        }
    }

    private int refused(ApiAnswer answer) {
        spec.commandLine().getErr().println("sekimori events: " + ApiProblem.detail(answer));
        return answer.status() >= 500 ? ExitCode.FAULT : ExitCode.NO;
    }
}
