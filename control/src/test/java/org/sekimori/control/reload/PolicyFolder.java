package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.HistoryLimits;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.control.history.Trigger;

/** A policy file with a list, a box, and control's service that can be started anew over both. */
final class PolicyFolder {
    static final Author ROOT = new Author("root");

    final Path file;
    final Path list;
    final TestBox box;
    final List<String> said = new ArrayList<>();
    final List<PolicyChange> changes = new ArrayList<>();
    PolicyService service;
    private final Path folder;
    private Reloader reloader;

    PolicyFolder(Path folder) throws IOException {
        this.folder = folder;
        file = folder.resolve("policy.yaml");
        list = folder.resolve("sets/bad.netset");
        Files.createDirectories(list.getParent());
        Files.writeString(list, networks(100));
        Files.writeString(file, policy("office", ""));
        box = new TestBox(folder);
        start();
    }

    /** A policy that drops what comes from the list. */
    static String policy(String name, String setKeys) {
        return "version: 1\nname: " + name + "\nsets:\n  bad: {file: sets/bad.netset" + setKeys + "}\nrules:\n"
                + "- {name: bad, direction: inbound, protocol: udp, destination-ports: 53, sources: set:bad}\n";
    }

    static String networks(int count) {
        StringBuilder lines = new StringBuilder();
        IntStream.range(0, count).forEach(i -> lines.append("203.0.").append(i).append(".0/25\n"));
        return lines.toString();
    }

    /** As a new control process does. */
    PolicyService start() {
        PolicyHistory history = PolicyHistory.open(folder.resolve("history"), HistoryLimits.DEFAULT, said::add);
        service = new PolicyService(setup(PolicyOrigin.of(file), history).keptIn(folder));
        service.start();
        reloader = new Reloader(service);
        look();
        return service;
    }

    /** Of a control process that is started with that policy. */
    PolicySetup setup(PolicyOrigin origin, PolicyHistory history) {
        return new PolicySetup(
                new PolicyLoader(origin),
                box,
                box::sight,
                history,
                OwnTests.NONE,
                Clock.systemUTC(),
                said::add,
                changes::add);
    }

    /** As control does several times a second, until whatever changed has settled. */
    void look() {
        for (int i = 0; i < 4; i++) {
            reloader.poll();
            service.look();
        }
    }

    /** Asks for a reload as SIGHUP does. */
    void hangUp() {
        reloader.request();
        look();
    }

    PolicyOutcome push(String text, int confirmSeconds) {
        PolicyText pushed = service.pushed("hotfix.yaml", text);
        return service.push(pushed, new PushRequest(ROOT, Trigger.COMMAND, confirmSeconds, OptionalInt.empty()));
    }

    /** Networks in the list of the policy that the box has. */
    int listed() {
        return (int) IntStream.range(0, 256)
                .filter(i -> box.drops("203.0." + i + ".7"))
                .count();
    }

    HistoryEntry newest() {
        return service.history().entries().get(0);
    }

    String outcomes() {
        Stream<String> words = service.history().entries().stream()
                .map(entry -> entry.policy().name() + " " + entry.notes().kind().word() + " "
                        + entry.outcome().word());
        return String.join(", ", words.toList());
    }
}
