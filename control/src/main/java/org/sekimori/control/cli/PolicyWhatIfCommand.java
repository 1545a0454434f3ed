package org.sekimori.control.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiException;
import org.sekimori.control.client.JsonBody;
import org.sekimori.control.reload.PolicyText;
import org.sekimori.dataplane.whatif.WhatIfEnd;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a policy on live frames, without effect. */
@Command(
        name = "whatif",
        description = {
            "Let a policy judge live frames beside the one in force, and say which would fare otherwise.",
            "Nothing is dropped by it. The comparison ends with the command, or at the latest after its time; before that if it",
            "takes more than a quarter of a worker's time."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:no frame would have fared otherwise",
            "1:some would have",
            "2:the policy can't be used",
            "3:control or the box doesn't answer, the box refuses, or the comparison cost too much"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy whatif new.yaml",
            "  sekimori policy whatif new.yaml --seconds 3600 --json > monday.json"
        })
final class PolicyWhatIfCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/policy/whatif";
    private static final int GRACE_SECONDS = 10;
    private static final int NAMED_HOSTS = 5;
    private static final String ADDITIONAL = "additional";
    private static final String STOPPED = "stopped";
    private static final String FRAMES = "frames";

    @Parameters(index = "0", paramLabel = "FILE", description = "The policy file.")
    private Path file;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long to compare (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin
    private PolicyCall call;

    /** Seconds for which there is a report. */
    private int compared;

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1) {
            throw new BadInputException("--seconds: expected 1 or more, found " + seconds);
        }
        PolicyText text = PolicyOption.usable(() -> PolicyText.of(file));
        String query = "?" + PolicyCall.parameter("source", file) + "&"
                + PolicyCall.parameter("seconds", seconds + GRACE_SECONDS);
        try {
            ApiAnswer begun = call.ask("POST", PATH + query, text.text().getBytes(StandardCharsets.UTF_8));
            if (!begun.isSuccess()) {
                return call.refused(begun);
            }
            ApiAnswer report = watch();
            call.ask("DELETE", PATH, new byte[0]);
            return report.isSuccess() ? print(report) : call.refused(report);
        } catch (ApiException unreachable) {
            return call.fault(unreachable.getMessage());
        }
    }

    /** The last of the reports, one a second. */
    private ApiAnswer watch() throws InterruptedException {
        ApiAnswer report = null;
        for (int second = 1; second <= seconds; second++) {
            TimeUnit.SECONDS.sleep(1);
            compared = second;
            report = call.ask("GET", PATH, new byte[0]);
            if (!report.isSuccess()) {
                return report;
            }
            JsonBody body = JsonBody.of(report);
            call.err()
                    .println(second + " s: " + frames(body, "compared") + " compared, would additionally drop "
                            + frames(body, ADDITIONAL) + ", stop dropping " + frames(body, STOPPED));
            call.err().flush();
            if (!body.isTrue("running")) {
                return report;
            }
        }
        return report;
    }

    private static String frames(JsonBody body, String name) {
        return Words.counted(body.object(name).number(FRAMES), "frame");
    }

    private int print(ApiAnswer report) {
        JsonBody body = JsonBody.of(report);
        if (call.isJson()) {
            call.out().print(report.json());
        } else {
            call.out().println("would additionally drop " + frames(body, ADDITIONAL) + hosts(body, ADDITIONAL));
            call.out().println("would stop dropping " + frames(body, STOPPED) + hosts(body, STOPPED));
            call.out().println("of " + frames(body, "compared") + " in " + Words.counted(compared, "second"));
        }
        call.out().flush();
        if (body.text("ended").equals(WhatIfEnd.COST.word())) {
            return call.fault(tooCostly(body));
        }
        boolean isEqual = body.object(ADDITIONAL).number(FRAMES) == 0
                && body.object(STOPPED).number(FRAMES) == 0;
        return isEqual ? ExitCode.OK : ExitCode.NO;
    }

    private static String tooCostly(JsonBody body) {
        JsonBody cost = body.object("cost");
        return "the box ended the comparison: it took " + cost.number("frame-ns")
                + " ns for a frame, and of a worker's time more than " + cost.number("share-limit-percent")
                + " %; 'sekimori policy check' says how many rules a packet may meet";
    }

    /** The inside hosts most affected, with the rule that would do it, or does it. */
    private static String hosts(JsonBody body, String kind) {
        List<JsonBody> affected = body.objects("hosts").stream()
                .filter(host -> host.object(kind).number(FRAMES) > 0)
                .toList();
        if (affected.isEmpty()) {
            return "";
        }
        String rule = kind.equals(ADDITIONAL) ? "candidate-rule" : "active-rule";
        String named = affected.stream()
                .limit(NAMED_HOSTS)
                .map(host -> host.text("address") + ": " + host.object(kind).number(FRAMES)
                        + (host.text(rule).isEmpty() ? "" : " by '" + host.text(rule) + "'"))
                .collect(Collectors.joining(", "));
        long more = affected.size() - NAMED_HOSTS;
        return " (" + named + (more > 0 ? ", and " + Words.counted(more, "more host") : "") + ")";
    }
}
