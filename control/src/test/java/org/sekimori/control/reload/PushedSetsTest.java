package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.control.reload.RestartedControl.named;
import static org.sekimori.control.reload.RestartedControl.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.history.Trigger;
import org.sekimori.policy.text.Finding;

/** Files of sets that policies name which come over the API. */
class PushedSetsTest {
    @TempDir
    Path folder;

    private RestartedControl control;

    @BeforeEach
    void prepare() throws IOException {
        control = new RestartedControl(folder);
    }

    @Test
    void shouldReadSetsOfPushedPoliciesOnlyBelowTheFolderForThem() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "root:x:0\n");
        Path sets = Files.createDirectory(folder.resolve("sets"));
        Files.writeString(sets.resolve("partners.txt"), "192.0.2.0/24\n");
        Files.createSymbolicLink(sets.resolve("inside.txt"), Path.of("partners.txt"));
        Files.createSymbolicLink(sets.resolve("link.txt"), secret);
        Files.createSymbolicLink(sets.resolve("up"), folder);
        PolicyService service = control.started();
        for (String name : List.of(
                "secret.txt",
                "office.yaml",
                "sets/../secret.txt",
                secret.toString(),
                "sets/link.txt",
                "sets/up/secret.txt",
                "../nothere",
                "sets")) {
            assertThat(pushedWithSet(service, name).errors())
                    .as(name)
                    .singleElement()
                    .satisfies(error -> assertThat(error.message())
                            .contains("lies outside " + sets)
                            .contains("write 'sets/NAME'")
                            .doesNotContain("root"));
        }
        assertThat(pushedWithSet(service, "sets/nothere").errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("there is no such file in " + sets));
        for (String name : List.of("sets/partners.txt", "sets/inside.txt", sets + "/partners.txt")) {
            assertThat(pushedWithSet(service, name).isUsable()).as(name).isTrue();
        }
    }

    @Test
    void shouldQuoteNothingOfWhatSetsOfPushedPoliciesHold() throws IOException {
        Path sets = Files.createDirectory(folder.resolve("sets"));
        Files.writeString(
                sets.resolve("key.pem"), "-----BEGIN KEY-----\nSecretOne\n10.0.0.1-SecretTwo\n\"SecretThree\n");
        PolicyService service = control.started();
        for (String set : List.of(
                "sets/key.pem",
                "sets/key.pem, format: ipset",
                "sets/key.pem, format: csv, column: nosuch",
                "sets/key.pem, format: csv, column: 2, delimiter: \"-\"")) {
            List<String> messages = pushedWithSet(service, set).errors().stream()
                    .map(Finding::message)
                    .toList();
            assertThat(messages).as(set).isNotEmpty().allMatch(message -> message.contains("line "));
            assertThat(messages.toString()).as(set).doesNotContain("Secret", "BEGIN", "this row has");
        }
        Files.writeString(
                control.file,
                withSet("office", "sets/key.pem").replace("file: sets/key.pem", "file: " + sets + "/key.pem"));
        service.reload(Trigger.SIGHUP);
        assertThat(control.said).as("the operator's own file").anyMatch(line -> line.contains("SecretOne"));
    }

    @Test
    void shouldStillKnowInWhatAPolicyWithSetsOfItsOwnDiffersAfterARestart() throws IOException {
        Files.writeString(folder.resolve("partners.txt"), "192.0.2.0/24\n");
        Files.writeString(control.file, withSet("office", "partners.txt"));
        control.started();
        PolicyOutcome outcome = push(control.started(), "plain", 0);
        assertThat(outcome.entry().orElseThrow().differences())
                .extracting(difference -> difference.kind().word())
                .containsExactly("removed");
    }

    private static Candidate pushedWithSet(PolicyService service, String set) {
        return service.validate(service.pushed("p", withSet("sets", set)));
    }

    private static String withSet(String name, String set) {
        return named(name) + "sets:\n  partners: {file: " + set + "}\nrules:\n"
                + "- {name: a, direction: inbound, protocol: udp, destination-ports: 53, allow-from: set:partners}\n";
    }
}
