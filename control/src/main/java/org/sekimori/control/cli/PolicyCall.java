package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiException;
import org.sekimori.control.client.JsonBody;
import org.sekimori.control.history.SetNote;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.policy.explain.Difference;
import org.sekimori.policy.explain.DifferenceKind;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** A question about policies to the control process that runs, and what commands print of its answer. */
final class PolicyCall {
    private static final int FIRST_FAULT = 500;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private RunDirOption runDir;

    @Option(names = "--json", description = "Print control's answer, one JSON object, instead of lines.")
    private boolean json;

    /** The escaped query parameter, with what has to stand before it. */
    static String parameter(String name, Object value) {
        return name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
    }

    ApiAnswer ask(String method, String path, byte[] body) {
        return runDir.api().call(method, path, body);
    }

    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Asks for a change of the policy in force, and prints what came of it. */
    int change(String method, String path, byte[] body) {
        try {
            ApiAnswer answer = ask(method, path, body);
            if (json && answer.isSuccess()) {
                out().print(answer.json());
                out().flush();
                return status(JsonBody.of(answer));
            }
            return answer.isSuccess() ? done(JsonBody.of(answer)) : refused(answer);
        } catch (ApiException unreachable) {
            return fault(unreachable.getMessage());
        }
    }

    int fault(String line) {
        err().println(name() + ": " + line);
        err().flush();
        return ExitCode.FAULT;
    }

    private String name() {
        return spec.qualifiedName();
    }

    private int done(JsonBody body) {
        JsonBody policy = body.object("policy");
        String how = body.text("outcome").equals("unconfirmed")
                ? "in force until its time is over, or for good with 'sekimori policy confirm'"
                : body.text("outcome");
        String what = "policy '" + policy.text("name") + "' is " + how.replace("in-force", "in force");
        out().println(what + ": entry " + policy.text("id") + ", epoch " + body.text("epoch"));
        PolicyDiffReport.printRules(out(), differences(policy));
        setLines(policy).forEach(out()::println);
        findings(body).forEach(err()::println);
        body.texts("remarks").forEach(remark -> out().println("note: " + OneLine.clean(remark)));
        out().flush();
        err().flush();
        return status(body);
    }

    /** What waits for a box isn't in force. */
    private static int status(JsonBody body) {
        return body.text("outcome").equals("waiting") ? ExitCode.FAULT : ExitCode.OK;
    }

    /** Prints why nothing was done; on whose side the reason lies is the exit status. */
    int refused(ApiAnswer answer) {
        JsonBody body = JsonBody.of(answer);
        List<String> lines = new ArrayList<>(findings(body));
        body.texts("reasons").forEach(reason -> lines.add(OneLine.clean(reason)));
        if (lines.isEmpty()) {
            lines.add(body.isEmpty() ? "control answers with status " + answer.status() : body.text("detail"));
        }
        if (json) {
            out().print(answer.json());
            out().flush();
        } else {
            lines.subList(0, lines.size() - 1).forEach(err()::println);
            err().println(name() + ": " + lines.get(lines.size() - 1) + "; nothing has changed");
            err().flush();
        }
        return answer.status() >= FIRST_FAULT ? ExitCode.FAULT : ExitCode.BAD_INPUT;
    }

    static List<String> findings(JsonBody body) {
        return body.objects("findings").stream()
                .map(f -> f.text("source") + ":" + f.text("line") + ":" + f.text("column") + ": " + f.text("severity")
                        + ": " + f.text("message"))
                .toList();
    }

    /** What the files of its sets gave, where that is news. */
    static List<String> setLines(JsonBody entry) {
        return entry.objects("sets").stream()
                .map(set -> new SetNote(
                        OneLine.clean(set.text("set")),
                        OneLine.clean(set.text("file")),
                        (int) set.number("entries-before"),
                        (int) set.number("entries"),
                        set.number("modified-ms"),
                        OneLine.clean(set.text("held"))))
                .filter(SetNote::isNews)
                .map(SetNote::toString)
                .toList();
    }

    /** In what an entry of the history differs from the one before it. */
    static List<Difference> differences(JsonBody entry) {
        List<Difference> differences = new ArrayList<>();
        for (JsonBody each : entry.objects("differences")) {
            List<Difference.Field> fields = each.objects("fields").stream()
                    .map(f -> new Difference.Field(f.text("key"), f.text("before"), f.text("after")))
                    .toList();
            for (DifferenceKind kind : DifferenceKind.values()) {
                if (kind.word().equals(each.text("kind"))) {
                    differences.add(new Difference(kind, each.text("name"), fields));
                }
            }
        }
        return differences;
    }
}
