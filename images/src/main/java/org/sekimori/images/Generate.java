package org.sekimori.images;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.sekimori.control.cli.SekimoriCommand;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Started by the build: {@code Generate FOLDER TIMESTAMP JAR VERSION} writes manual pages, shell completion, copyright and
 * change log below the folder. JAR is the program as it is packed.
 */
public final class Generate {
    private static final String MAINTAINER = "The Sekimori authors <authors@sekimori.invalid>";

    private static final DateTimeFormatter CHANGE_TIME =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH);

    private Generate() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        ZonedDateTime built = ZonedDateTime.parse(arguments[1]);
        writeManual(Files.createDirectories(folder.resolve("man")), built);
        writeCompletion(Files.createDirectories(folder.resolve("completion")));
        Path documents = Files.createDirectories(folder.resolve("doc"));
        Copyright.write(Path.of(arguments[2]), documents.resolve("copyright"));
        writeCompressed(documents.resolve("changelog.gz"), changeLog(arguments[3], built));
    }

    private static void writeManual(Path folder, ZonedDateTime built) throws IOException {
        CommandLine root = SekimoriCommand.commandLine();
        Edition edition = new Edition(root.getCommandSpec().version()[0], ISO_LOCAL_DATE.format(built));
        for (ManPage page : pages(root)) {
            writeCompressed(folder.resolve(page.name() + ".1.gz"), page.text(edition));
        }
    }

    /** The file is read in by a shell, never started: it goes without the first line's interpreter. */
    private static void writeCompletion(Path folder) throws IOException {
        CommandLine root = SekimoriCommand.commandLine();
        String script = AutoComplete.bash(root.getCommandName(), root);
        Files.writeString(folder.resolve(root.getCommandName()), script.substring(script.indexOf('\n') + 1));
    }

    /** Debian's form, which names the version; what changed is told in the program's own file beside it. */
    private static String changeLog(String version, ZonedDateTime built) {
        return String.format(
                "sekimori (%s) unstable; urgency=medium%n%n  * See CHANGELOG.md.%n%n -- %s  %s%n",
                version.replace("-SNAPSHOT", "~snapshot"), MAINTAINER, CHANGE_TIME.format(built));
    }

    /** One for the program, one for each command below it. */
    static List<ManPage> pages(CommandLine command) {
        List<ManPage> pages = new ArrayList<>(List.of(new ManPage(command)));
        command.getSubcommands().values().stream()
                .distinct()
                .filter(one -> !one.getCommandSpec().usageMessage().hidden())
                .forEach(one -> pages.addAll(pages(one)));
        return pages;
    }

    private static void writeCompressed(Path file, String text) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new BestGzip(compressed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = compressed.toByteArray();
        bytes[BestGzip.EXTRA_FLAGS] = BestGzip.SLOWEST;
        Files.write(file, bytes);
    }

    /** As Debian wants manual pages: compressed as well as can be, which the head says (RFC 1952), and without a time. */
    private static final class BestGzip extends GZIPOutputStream {
        static final int EXTRA_FLAGS = 8;
        static final byte SLOWEST = 2;

        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
