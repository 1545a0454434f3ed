package org.sekimori.control.cli;

import java.io.PrintWriter;
import org.sekimori.control.report.PlainWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command: holds the others, and turns what they throw into one line and an exit status. */
@Command(
        name = "sekimori",
        description = "Keeper of the barrier: an inline packet filter between a site's router and its WAN line.",
        mixinStandardHelpOptions = true,
        version = "sekimori 0.1.0",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, and the answer is yes",
            "1:done, and the answer is no",
            "2:wrong usage or bad input",
            "3:a fault after it had begun"
        })
public final class SekimoriCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs one command line and returns its exit status. */
    public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLineFor(arguments)
                .setOut(out)
                .setErr(err)
                .setExecutionStrategy(SekimoriCommand::run)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(SekimoriCommand::onBadUsage)
                .setExecutionExceptionHandler(SekimoriCommand::onException)
                .execute(arguments);
    }

    /** All commands and their options, as they were declared: what the man pages and completions are made of. */
    public static CommandLine commandLine() {
        return with(
                new LabCommand(),
                new RunCommand(),
                new BoxCommand(),
                new ControlCommand(),
                new ReplayCommand(),
                new PolicyCommand(),
                new StatusCommand(),
                new TopCommand(),
                new EventsCommand(),
                new GuardCommand(),
                new TokenCommand(),
                new CompletionCommand());
    }

    /** Reading what every command's options are takes time, and frames are lost until the box is up. */
    private static CommandLine commandLineFor(String... arguments) {
        return switch (arguments.length == 0 ? "" : arguments[0]) {
            case ChildCommands.BOX -> with(new BoxCommand());
            case ChildCommands.CONTROL -> with(new ControlCommand());
            default -> commandLine();
        };
    }

    private static CommandLine with(Object... commands) {
        CommandLine root = new CommandLine(new SekimoriCommand());
        for (Object command : commands) {
            root.addSubcommand(command);
        }
        return root;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Only help, which is the program's own, may have colours; what commands print is plain. */
    private static int run(CommandLine.ParseResult parsed) {
        Integer status = CommandLine.executeHelpRequest(parsed);
        if (status != null) {
            return status;
        }
        CommandLine root = parsed.commandSpec().commandLine();
        root.setOut(new PlainWriter(root.getOut())).setErr(new PlainWriter(root.getErr()));
        int ended = new CommandLine.RunLast().execute(parsed);
        root.getOut().flush();
        root.getErr().flush();
        return ended;
    }

    private static int onBadUsage(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String line = name + ": " + problem.getMessage() + "; see '" + name + " --help'";
        command.getErr().println(PlainWriter.clean(line));
        command.getErr().flush();
        return ExitCode.BAD_INPUT;
    }

    private static int onException(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        String name = command.getCommandSpec().qualifiedName();
        boolean badInput = problem instanceof BadInputException;
        command.getErr().println(name + ": " + (badInput ? problem.getMessage() : problem.toString()));
        if (!badInput && System.getenv("SEKIMORI_TRACE") != null) {
            problem.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return badInput ? ExitCode.BAD_INPUT : ExitCode.FAULT;
    }
}
