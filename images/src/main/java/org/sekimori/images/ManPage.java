package org.sekimori.images;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The manual page of one command, from the command's own declaration: the same words as its {@code --help}. */
final class ManPage {
    private static final int ONE_LINE = 10_000;

    private final CommandSpec spec;
    private final UsageMessageSpec usage;
    private final Help help;

    ManPage(CommandLine command) {
        this.spec = command.getCommandSpec();
        this.usage = spec.usageMessage().width(ONE_LINE);
        this.help = new Help(spec, Help.defaultColorScheme(Ansi.OFF));
    }

    /** As in {@code man sekimori-policy-check}. */
    String name() {
        return spec.qualifiedName("-");
    }

    String text(Edition edition) {
        Roff page = new Roff().title(name(), edition);
        page.section("NAME").name(name(), withoutStop(firstOf(usage.description())));
        writeSynopsis(page);
        writeDescription(page);
        writeOptions(page);
        writeCommands(page);
        writeExitStatus(page);
        writeFooter(page);
        writeSeeAlso(page);
        return page.toString();
    }

    private void writeSynopsis(Roff page) {
        page.section("SYNOPSIS");
        String name = spec.qualifiedName();
        for (String line : help.synopsis(0).strip().split("\\R")) {
            page.synopsis(name, line.startsWith(name) ? line.substring(name.length()) : line);
        }
    }

    private void writeDescription(Roff page) {
        page.section("DESCRIPTION");
        List<String> paragraphs = lines(usage.description()).stream()
                .filter(line -> !line.isBlank())
                .toList();
        paragraphs.stream().limit(1).forEach(page::words);
        paragraphs.stream().skip(1).forEach(page::paragraph);
    }

    private void writeOptions(Roff page) {
        List<PositionalParamSpec> parameters = spec.positionalParameters().stream()
                .filter(one -> !one.hidden())
                .toList();
        List<OptionSpec> options =
                spec.options().stream().filter(one -> !one.hidden()).toList();
        if (parameters.isEmpty() && options.isEmpty()) {
            return;
        }
        page.section("OPTIONS");
        for (PositionalParamSpec parameter : parameters) {
            page.item("", parameter.paramLabel(), joined(parameter.description()));
        }
        for (OptionSpec option : options) {
            String argument = help.parameterLabelRenderer()
                    .renderParameterLabel(option, Ansi.OFF, List.of())
                    .toString();
            page.item(String.join(", ", option.names()), argument, joined(option.description()));
        }
    }

    private void writeCommands(Roff page) {
        List<CommandLine> commands = subcommands(spec);
        if (commands.isEmpty()) {
            return;
        }
        page.section("COMMANDS");
        for (CommandLine command : commands) {
            ManPage other = new ManPage(command);
            page.item(other.name(), "(1)", joined(other.usage.description()));
        }
    }

    private void writeExitStatus(Roff page) {
        Map<String, String> own = usage.exitCodeList();
        Map<String, String> all = own.isEmpty() ? spec.root().usageMessage().exitCodeList() : own;
        page.section("EXIT STATUS");
        all.forEach((status, meaning) -> page.item(status.strip(), "", meaning));
    }

    /** What stands below the options: examples as a rule, under a heading of their own. */
    private void writeFooter(Roff page) {
        List<String> footer = lines(usage.footer());
        if (footer.isEmpty()) {
            return;
        }
        String heading = String.join(" ", lines(usage.footerHeading())).strip().replace(":", "");
        page.section(heading.isEmpty() ? "NOTES" : heading.toUpperCase(Locale.ROOT));
        int least = footer.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        page.example(footer.stream()
                .map(line -> line.isBlank() ? "" : line.substring(least))
                .toList());
    }

    private void writeSeeAlso(Roff page) {
        List<String> others = new ArrayList<>();
        if (spec.parent() != null) {
            others.add(spec.parent().qualifiedName("-") + "(1)");
            subcommands(spec.parent()).stream()
                    .map(command -> command.getCommandSpec().qualifiedName("-"))
                    .filter(name -> !name.equals(name()))
                    .forEach(name -> others.add(name + "(1)"));
        }
        others.add("the documents in /usr/share/doc/sekimori");
        page.section("SEE ALSO").words(String.join(", ", others));
    }

    private static List<CommandLine> subcommands(CommandSpec of) {
        return of.subcommands().values().stream()
                .distinct()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .toList();
    }

    private static String firstOf(String... description) {
        return lines(description).stream().findFirst().orElse("");
    }

    private static String joined(String... description) {
        return String.join(" ", lines(description));
    }

    /** Picocli's markup resolved: {@code %n}, {@code %%} and {@code @|bold …|@}. */
    private static List<String> lines(String... marked) {
        return Stream.of(marked)
                .map(text -> Ansi.OFF.string(String.format(text)))
                .flatMap(text -> Arrays.stream(text.split("\\R", -1)))
                .dropWhile(String::isBlank)
                .toList();
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
