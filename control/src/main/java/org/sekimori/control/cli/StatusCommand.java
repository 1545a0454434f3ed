package org.sekimori.control.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.client.ApiException;
import org.sekimori.control.report.JsonObject;
import org.sekimori.control.status.StatusJson;
import org.sekimori.control.status.StatusText;
import org.sekimori.control.status.SystemStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What box and control do now. Control is asked; where it doesn't answer at once, the box's file tells as much as it can. */
@Command(
        name = "status",
        description = "Show what the running box and control do, and what the box has counted.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading =
                "%nThe exit status is 1 where the box doesn't filter, the line isn't up, or control is there and"
                        + " doesn't answer; then lines that begin with PROBLEM say what is wrong.%n%nExamples:%n",
        footer = {
            "  sekimori status",
            "  sekimori status --json | jq -r .box.state     # filtering, starting, waiting, stopped, silent, absent or unknown",
            "  sekimori status --json | jq -r .line.state    # up, half, down, settling or unknown"
        })
final class StatusCommand implements Callable<Integer> {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** Whoever asks for the status wants to know now; but a machine that is busy may take a moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private RunDirOption runDir;

    @Override
    public Integer call() {
        boolean isHealthy;
        try {
            isHealthy = printFromControl();
        } catch (ApiException noAnswer) {
            spec.commandLine()
                    .getErr()
                    .println("sekimori status: " + noAnswer.getMessage() + "; read from the box's file");
            isHealthy = printFromFile(noAnswer);
        }
        return isHealthy ? ExitCode.OK : ExitCode.NO;
    }

    private boolean printFromControl() {
        ApiClient api = runDir.api(PATIENCE);
        ApiAnswer answer = api.get("/api/v1/status");
        String shown = json ? answer.json() : api.get("/api/v1/status?as=text").text();
        spec.commandLine().getOut().print(shown);
        spec.commandLine().getOut().flush();
        return isHealthy(answer.text());
    }

    /** A box goes on without control; a control that is there and says nothing is a fault. */
    private boolean printFromFile(ApiException noAnswer) {
        String silence = noAnswer.isTimeout()
                ? "control doesn't answer: " + noAnswer.getMessage() + "; restart it if it stays so"
                : "";
        SystemStatus status = SystemStatus.of(runDir.box(), Optional.empty()).withControlProblem(silence);
        if (runDir.isDefault()) {
            status = BoxConfiguration.problem(BoxConfiguration.FILE)
                    .map(status::withBoxProblem)
                    .orElse(status);
        }
        return print(status);
    }

    private boolean print(SystemStatus status) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonObject.print(out, object -> StatusJson.write(object, status));
        } else {
            StatusText.print(out, status);
        }
        return status.isHealthy();
    }

    /** The member {@code healthy}, the first of that name. */
    private static boolean isHealthy(String status) {
        try (JsonParser parser = FACTORY.createParser(status)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("healthy")) {
                    return parser.nextToken() == JsonToken.VALUE_TRUE;
                }
            }
            return false;
        } catch (IOException notJson) {
            return false;
        }
    }
}
