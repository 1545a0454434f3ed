package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.HistoryLimits;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.control.history.Trigger;

/** A policy file {@code office}, a box, and control's service over both, which can be started time and again. */
final class RestartedControl {
    static final Author ALICE = new Author("alice");

    final Path file;
    final TestBox box;
    final List<String> said = new ArrayList<>();
    OwnTests tests = OwnTests.NONE;
    private final Path folder;

    RestartedControl(Path folder) throws IOException {
        this.folder = folder;
        file = Files.writeString(folder.resolve("office.yaml"), named("office"));
        box = new TestBox(folder);
    }

    /** As a new process is, once it has looked at the box. */
    PolicyService started() {
        PolicyService service = service();
        service.start();
        service.look();
        return service;
    }

    /** The same before it has read the file. */
    PolicyService service() {
        return service(new PolicyLoader(PolicyOrigin.of(file)));
    }

    PolicyService service(PolicyLoader loader) {
        PolicyHistory history = PolicyHistory.open(folder.resolve("history"), HistoryLimits.DEFAULT, said::add);
        return new PolicyService(
                new PolicySetup(loader, box, box::sight, history, tests, Clock.systemUTC(), said::add, refusal -> {}));
    }

    static PolicyOutcome push(PolicyService service, String name, int confirmSeconds) {
        return service.push(service.pushed(name + ".yaml", named(name)), by(confirmSeconds));
    }

    static PushRequest by(int confirmSeconds) {
        return new PushRequest(ALICE, Trigger.API, confirmSeconds, OptionalInt.empty());
    }

    static String named(String name) {
        return "version: 1\nname: " + name + "\n";
    }

    static HistoryEntry newest(PolicyService service) {
        return service.history().entries().get(0);
    }

    static List<String> outcomes(PolicyService service) {
        return service.history().entries().stream()
                .map(entry -> entry.policy().name() + " " + entry.outcome().word())
                .toList();
    }
}
