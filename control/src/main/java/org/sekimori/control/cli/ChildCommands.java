package org.sekimori.control.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.sekimori.control.process.JvmArguments;
import org.sekimori.control.process.ProcessKeeper;
import org.sekimori.control.process.SelfCommand;
import org.sekimori.control.process.UserGroup;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Command lines of box and control, made from that of {@code run}: each gets the options it knows. */
final class ChildCommands {
    static final String BOX = "box";
    static final String CONTROL = "control";

    /** Option of control: a policy that can't be used at the start is the end. */
    static final String END_WITHOUT_POLICY = "--end-without-policy";

    /** After everything that moves frames, and after the JVM's compiler in the box. */
    private static final List<String> CONTROL_PRIORITY = List.of("nice", "-n", "5");

    private final CommandSpec run;
    private final String controlUser;
    private final List<String> others;

    /**
     * From the command line that was parsed into this.
     *
     * @param controlUser user to start control as, or null
     * @param others words that only control can know
     */
    ChildCommands(CommandSpec run, String controlUser, List<String> others) {
        this.run = run;
        this.controlUser = controlUser;
        this.others = others;
    }

    /** Whether this build has a control plane. */
    boolean hasControl() {
        return commands().containsKey(CONTROL);
    }

    /**
     * Box first, then control.
     *
     * @param hasFiltered whether a box of this run has filtered: before, only the policy named will do and everything named must
     *     be there; afterwards the line goes on by what was kept, and is never given up
     */
    List<ProcessKeeper.Plan> plans(BooleanSupplier hasFiltered) throws IOException {
        List<ProcessKeeper.Plan> plans = new ArrayList<>();
        plans.add(new ProcessKeeper.Plan(BOX, () -> boxWords(hasFiltered.getAsBoolean())));
        if (hasControl()) {
            List<String> user = asControlUser();
            plans.add(new ProcessKeeper.Plan(CONTROL, () -> controlWords(user, hasFiltered.getAsBoolean())));
        }
        return plans;
    }

    private List<String> boxWords(boolean hasFiltered) {
        if (hasFiltered) {
            return words(BOX, List.of(BoxCommand.WAIT_INTERFACES));
        }
        return words(BOX, hasControl() ? List.of(BoxCommand.AWAIT_POLICY, "0") : List.of());
    }

    private List<String> controlWords(List<String> user, boolean hasFiltered) {
        List<String> words = new ArrayList<>(CONTROL_PRIORITY);
        words.addAll(user);
        List<String> more = new ArrayList<>(others);
        if (!hasFiltered) {
            more.add(END_WITHOUT_POLICY);
        }
        words.addAll(words(CONTROL, more));
        return words;
    }

    private List<String> asControlUser() throws IOException {
        return controlUser == null
                ? List.of()
                : List.of(
                        "setpriv",
                        "--reuid=" + controlUser,
                        "--regid=" + UserGroup.of(controlUser),
                        "--init-groups",
                        "--no-new-privs");
    }

    private List<String> words(String command, List<String> more) {
        CommandSpec child = commands().get(command).getCommandSpec();
        List<String> arguments = new ArrayList<>(List.of(command));
        for (OptionSpec option : run.commandLine().getParseResult().matchedOptions()) {
            if (child.optionsMap().containsKey(option.longestName())) {
                addTo(arguments, option);
            }
        }
        if (child.optionsMap().containsKey(SelfCommand.END_WITH_STDIN)) {
            arguments.add(SelfCommand.END_WITH_STDIN);
        }
        arguments.addAll(more);
        return SelfCommand.with(JvmArguments.of(command), arguments.toArray(String[]::new));
    }

    private static void addTo(List<String> arguments, OptionSpec option) {
        if (option.arity().max() == 0) {
            arguments.add(option.longestName());
            return;
        }
        for (String value : option.originalStringValues()) {
            arguments.add(option.longestName());
            arguments.add(value);
        }
    }

    private Map<String, CommandLine> commands() {
        return run.parent().subcommands();
    }
}
