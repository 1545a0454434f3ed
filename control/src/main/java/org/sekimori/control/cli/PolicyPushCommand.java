package org.sekimori.control.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.control.reload.ListDigests;
import org.sekimori.control.reload.PolicyText;
import org.sekimori.policy.text.PolicyReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts a policy in force. */
@Command(
        name = "push",
        description = {
            "Put a policy in force: checked, compiled, tested, and pushed to the box by 'sekimori control'.",
            "Tests are the folder NAME.tests/ beside FILE and, for control, the one beside its own policy file. Files of"
                    + " sets are read by control, from the folder 'sets' beside its own policy file; where they aren't those"
                    + " beside FILE, the policy is refused."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the policy is in force",
            "2:the policy can't be used, for the reasons given; nothing has changed",
            "3:control or the box doesn't answer, or the box refuses; nothing has changed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy push office.yaml",
            "  sekimori policy push office.yaml --confirm 120   # the one before returns unless 'policy confirm' comes",
            "  sekimori policy push office.yaml --json | jq .epoch"
        })
final class PolicyPushCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The policy file.")
    private Path file;

    @Mixin
    private ConfirmOption confirm;

    @Mixin
    private PolicyCall call;

    @Override
    public Integer call() {
        PolicyText text = PolicyOption.usable(() -> PolicyText.of(file));
        ListDigests lists = new ListDigests(text.sets());
        List<String> failures = ownFailures(text, lists);
        if (!failures.isEmpty()) {
            throw new BadInputException(String.join(System.lineSeparator(), failures));
        }
        String path = "/api/v1/policy?" + PolicyCall.parameter("source", file) + checked(lists) + confirm.parameter();
        return call.change("PUT", path, text.text().getBytes(StandardCharsets.UTF_8));
    }

    /** By which control tells whether it reads the lists that were read here. */
    private String checked(ListDigests lists) {
        if (!lists.isWhole()) {
            call.err().println("note: the lists of this policy aren't all here; control's own are used");
            return "";
        }
        return lists.word().isEmpty() ? "" : "&" + PolicyCall.parameter("lists", lists.word());
    }

    /** What control's own tests may not know; what is wrong with the text is control's to say. */
    private List<String> ownFailures(PolicyText text, ListDigests lists) {
        return PolicyReader.read(text.source(), text.text(), lists)
                .policy()
                .map(OwnPolicyTests.beside(file)::failures)
                .orElse(List.of());
    }
}
