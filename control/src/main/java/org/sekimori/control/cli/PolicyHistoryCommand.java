package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiException;
import org.sekimori.control.client.JsonBody;
import org.sekimori.dataplane.command.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows which policies were in force, since when and by whose will. */
@Command(
        name = "history",
        description =
                "List the policies that were put in force; with ID, in what that one differed from the one before.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "2:there is no such entry", "3:control doesn't answer"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy history",
            "  sekimori policy history 12",
            "  sekimori policy history --json | jq '.entries[] | select(.by == \"alice\")'"
        })
final class PolicyHistoryCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String LINE = "%5s  %-19s  %-11s  %-8s  %-12s  %5s  %-20s %s%n";

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "An entry's number.")
    private Integer id;

    @Mixin
    private PolicyCall call;

    @Override
    public Integer call() {
        try {
            ApiAnswer answer = call.ask("GET", "/api/v1/policy/history" + (id == null ? "" : "/" + id), new byte[0]);
            if (!answer.isSuccess()) {
                return call.refused(answer);
            }
            print(answer);
            call.out().flush();
            return ExitCode.OK;
        } catch (ApiException unreachable) {
            return call.fault(unreachable.getMessage());
        }
    }

    private void print(ApiAnswer answer) {
        PrintWriter out = call.out();
        JsonBody body = JsonBody.of(answer);
        if (call.isJson()) {
            out.print(answer.json());
        } else if (id == null) {
            printAll(out, body.objects("entries"));
        } else {
            printOne(out, body);
        }
    }

    private static void printAll(PrintWriter out, List<JsonBody> entries) {
        out.printf(LINE, "ID", "TIME", "OUTCOME", "TRIGGER", "BY", "RULES", "POLICY", "FROM");
        for (JsonBody entry : entries) {
            out.printf(
                    LINE,
                    entry.text("id"),
                    time(entry),
                    entry.text("outcome"),
                    entry.text("trigger"),
                    entry.text("by"),
                    entry.text("rules"),
                    entry.text("name"),
                    from(entry));
        }
    }

    private static String from(JsonBody entry) {
        long warnings = entry.number("warnings-count");
        return entry.text("source")
                + (entry.text("from").equals("push") ? " (pushed)" : "")
                + (warnings > 0 ? " (" + Words.counted(warnings, "warning") + ")" : "")
                + (entry.isTrue("kept") ? "" : " (not kept yet)");
    }

    private static void printOne(PrintWriter out, JsonBody entry) {
        out.println("entry " + entry.text("id") + ": policy '" + entry.text("name") + "', " + entry.text("rules")
                + " rules, checksum " + entry.text("checksum") + ", from " + entry.text("source"));
        String remark = entry.text("remark");
        out.println(time(entry) + " by " + entry.text("by") + " (" + entry.text("trigger") + "): "
                + entry.text("outcome") + (remark.isEmpty() ? "" : ", " + remark));
        PolicyCall.setLines(entry).forEach(out::println);
        entry.texts("warnings").forEach(warning -> out.println(OneLine.clean(warning)));
        PolicyDiffReport.printRules(out, PolicyCall.differences(entry));
        long omitted = entry.number("differences-omitted");
        if (omitted > 0) {
            out.println("and " + Words.counted(omitted, "more difference"));
        }
    }

    private static String time(JsonBody entry) {
        try {
            return TIME.format(Instant.parse(entry.text("time")).atZone(ZoneId.systemDefault()));
        } catch (DateTimeException none) {
            return entry.text("time");
        }
    }
}
