package org.sekimori.control.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.control.report.JsonObject;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.guard.GuardMode;
import org.sekimori.dataplane.guard.GuardReport;
import org.sekimori.dataplane.linux.NativeCallException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says who decides about frames, and since when. */
@Command(
        name = "status",
        description = {
            "Say whether the line is guarded, and who decides about frames.",
            "Exit status: 0 both ports are guarded, 1 not."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sekimori guard status", "  sekimori guard status --json"})
final class GuardStatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private RunDirOption runDir;

    @Override
    public Integer call() {
        Path folder = GuardHome.folder(runDir.paths());
        try {
            Optional<GuardReport> report = GuardReport.of(folder);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                JsonObject.printIndented(out, body -> write(body, report));
            } else {
                out.println(report.map(GuardStatusCommand::text).orElse("not guarded: no guard in " + folder));
            }
            return report.map(GuardReport::isComplete).orElse(false) ? ExitCode.OK : ExitCode.NO;
        } catch (AccessDeniedException hidden) {
            throw new BadInputException(
                    "you may not read '" + folder + "'; be root, or the user that the box runs as", hidden);
        } catch (IOException | NativeCallException refused) {
            String why = refused instanceof IOException problem ? OneLine.of(problem) : refused.getMessage();
            throw new BadInputException(folder + ": " + why, refused);
        }
    }

    private static String text(GuardReport report) {
        long nowNs = System.nanoTime();
        StringBuilder text = new StringBuilder(report.isComplete() ? "guarded: " : "half guarded: ");
        text.append(report.mode().word()).append(" for ").append(seconds(nowNs - report.sinceNs()));
        if (report.mode() == GuardMode.ALONE) {
            text.append(", no box is there");
        }
        if (report.isBoxOverdue(nowNs)) {
            text.append(", and the box stands still: last round ")
                    .append(seconds(nowNs - report.beatNs()))
                    .append(" ago; the next frame that only it could judge finds that out");
        }
        text.append("; taken over from a box ").append(report.trips()).append(report.trips() == 1 ? " time" : " times");
        text.append(System.lineSeparator()).append("policy: ").append(policy(report));
        for (GuardReport.Port port : report.ports()) {
            text.append(System.lineSeparator())
                    .append(port.role().word())
                    .append(": ")
                    .append(
                            port.isAttached()
                                    ? port.hook() + ", interface " + port.interfaceIndex()
                                    : "interface gone");
        }
        return text.toString();
    }

    private static String policy(GuardReport report) {
        return report.policyName().isEmpty()
                ? "not known"
                : "'" + report.policyName() + "' " + BoxHealth.checksum(report.checksum())
                        + report.failMode().map(mode -> ", fail " + mode).orElse("");
    }

    private static String seconds(long ns) {
        return TimeUnit.NANOSECONDS.toSeconds(Math.max(0, ns)) + " s";
    }

    private static void write(JsonGenerator json, Optional<GuardReport> found) throws IOException {
        json.writeBooleanField("guarded", found.map(GuardReport::isComplete).orElse(false));
        if (found.isEmpty()) {
            return;
        }
        GuardReport report = found.get();
        long nowNs = System.nanoTime();
        json.writeStringField("mode", report.mode().word());
        json.writeNumberField("sinceMs", TimeUnit.NANOSECONDS.toMillis(nowNs - report.sinceNs()));
        json.writeNumberField("limitMs", TimeUnit.NANOSECONDS.toMillis(report.limitNs()));
        json.writeNumberField("trips", report.trips());
        json.writeBooleanField("boxOverdue", report.isBoxOverdue(nowNs));
        if (report.beatNs() != 0) {
            json.writeNumberField("lastRoundMs", TimeUnit.NANOSECONDS.toMillis(nowNs - report.beatNs()));
        }
        if (!report.policyName().isEmpty()) {
            json.writeStringField("policy", report.policyName());
            json.writeStringField("checksum", BoxHealth.checksum(report.checksum()));
        }
        if (report.failMode().isPresent()) {
            json.writeStringField("fail", report.failMode().get().toString());
        }
        json.writeArrayFieldStart("ports");
        for (GuardReport.Port port : report.ports()) {
            json.writeStartObject();
            json.writeStringField("port", port.role().word());
            json.writeStringField("hook", port.hook());
            json.writeBooleanField("attached", port.isAttached());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
