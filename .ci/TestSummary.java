import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts the XML reports of all modules, names every test that was skipped or failed, and judges.
 * Started from source: {@code java TestSummary.java TOP yes|no FAULT}, where the second says whether the tests ran as
 * root and the third what went wrong with the build itself, empty if nothing did.
 */
final class TestSummary {
    private static final String KERNEL_REASON = "kernel: ";
    private static final String ASSUMPTION = "Assumption failed: ";
    private static final int LONGEST_MESSAGE = 300;

    private final boolean asRoot;
    private final List<String> failures = new ArrayList<>();
    private final List<String> skips = new ArrayList<>();
    private int passed;

    private TestSummary(boolean asRoot) {
        this.asRoot = asRoot;
    }

    public static void main(String[] arguments) throws IOException, XMLStreamException {
        TestSummary summary = new TestSummary(arguments[1].equals("yes"));
        for (Path report : reports(Path.of(arguments[0]))) {
            summary.read(report);
        }
        if (!arguments[2].isEmpty()) {
            summary.failures.add("build: " + arguments[2]);
        } else if (summary.passed + summary.failures.size() == 0) {
            summary.failures.add("build: no test ran");
        }
        System.exit(summary.print());
    }

    private static List<Path> reports(Path top) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(top, 4)) {
            files.filter(TestSummary::isReport).sorted().forEach(found::add);
        }
        return found;
    }

    private static boolean isReport(Path file) {
        String folder = file.getParent().getFileName().toString();
        String name = file.getFileName().toString();
        return folder.matches("(surefire|failsafe)-reports") && name.startsWith("TEST-") && name.endsWith(".xml");
    }

    private void read(Path report) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("testcase")) {
                    readCase(xml);
                }
            }
        }
    }

    private void readCase(XMLStreamReader xml) throws XMLStreamException {
        String name = xml.getAttributeValue(null, "classname") + "." + xml.getAttributeValue(null, "name");
        String outcome = "passed";
        String message = "";
        while (!(xml.next() == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("testcase"))) {
            if (xml.isStartElement() && xml.getLocalName().matches("skipped|failure|error")) {
                outcome = xml.getLocalName();
                message = message(xml);
            }
        }
        count(name, outcome, message);
    }

    /** The message attribute; an aborted test has none, only a stack trace that begins "type: message". */
    private static String message(XMLStreamReader xml) throws XMLStreamException {
        String message = xml.getAttributeValue(null, "message");
        String type = String.valueOf(xml.getAttributeValue(null, "type"));
        if (message == null || message.isBlank()) {
            String trace = xml.getElementText().lines().findFirst().orElse(type);
            message = trace.startsWith(type + ": ") ? trace.substring(type.length() + 2) : trace;
        }
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
    }

    private void count(String name, String outcome, String message) {
        switch (outcome) {
            case "passed" -> passed++;
            case "skipped" -> countSkip(name, message);
            default -> failures.add(name + ": " + message);
        }
    }

    private void countSkip(String name, String message) {
        String reason = message.startsWith(ASSUMPTION) ? message.substring(ASSUMPTION.length()) : message;
        if (asRoot && !reason.startsWith(KERNEL_REASON)) {
            failures.add(name + ": skipped as root, and not for a missing kernel feature: " + reason);
        } else {
            skips.add(name + ": " + reason);
        }
    }

    private int print() {
        skips.forEach(skip -> System.out.println("SKIPPED " + skip));
        failures.forEach(failure -> System.out.println("FAILED  " + failure));
        System.out.printf("%d passed, %d failed, %d skipped%n", passed, failures.size(), skips.size());
        return failures.isEmpty() ? 0 : 1;
    }
}
