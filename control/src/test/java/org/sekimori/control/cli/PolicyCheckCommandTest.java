package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.profile.Profile;
import org.sekimori.policy.text.PolicyReader;

class PolicyCheckCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldCheckTheShippedPolicyWithoutFile() {
        assertThat(run("policy", "check")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .matches("shipped.yaml \\(the shipped policy\\): ok: policy 'shipped', 7 rules, image of [0-9]+ bytes,"
                        + " checksum [0-9a-f]{8}, 0 warnings\n");
    }

    @Test
    void shouldPrintACopyThatChecks() throws IOException {
        assertThat(run("policy", "show")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo(ShippedPolicy.text());
        String copy = write("copy.yaml", out.toString());
        assertThat(run("policy", "check", copy)).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldCheckListAndShowEveryProfile() {
        for (Profile profile : Profile.values()) {
            assertThat(run("policy", "check", "--profile", profile.word())).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).endsWith(", 0 warnings\n").hasLineCount(1);
            out.getBuffer().setLength(0);
            assertThat(run("policy", "show", profile.word())).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).isEqualTo(profile.text());
            out.getBuffer().setLength(0);
        }
        assertThat(run("policy", "list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines()).hasSize(Profile.values().length).allMatch(line -> line.length() <= 130);
        assertThat(run("policy", "list", "--json")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("\"name\" : \"isp-support\"");
        assertThat(run("policy", "show", "ofice")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("there is no profile 'ofice'; expected shipped, office, school");
    }

    @Test
    void shouldPrintTheSchemaOfTheTree() throws IOException {
        assertThat(run("policy", "schema")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo(Files.readString(Path.of("..", "docs", "policy.schema.json")));
    }

    @Test
    void shouldExitWithTwoAndALineForEachError() throws IOException {
        String file = write("bad.yaml", "version: 1\nrules:\n- {name: a, direction: inbound, acton: drop}\n- {}\n");
        assertThat(run("policy", "check", file)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString().lines())
                .containsExactly(
                        file + ":3:33: error: unknown key 'acton' in a rule; did you mean 'action'?",
                        file + ":4:3: error: 'name' is missing in a rule; every verdict names its rule",
                        file + ":4:3: error: 'direction' is missing in a rule; write 'inbound' or 'outbound'",
                        file + ": can't be used: 3 errors, 0 warnings");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldExitWithZeroForWarnings() throws IOException {
        String file = write(
                "warn.yaml",
                "version: 1\nrules:\n- {name: a, direction: inbound, protocol: 47}\n"
                        + "- {name: b, direction: inbound, protocol: 47}\n");
        assertThat(run("policy", "check", file)).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines()).hasSize(2).first().asString().contains(":4:4: warning: rule 'b' can never");
        assertThat(out.toString()).endsWith(", 1 warning\n");
    }

    @Test
    void shouldCheckAllFilesAndFailForOne() throws IOException {
        String good = write("good.yaml", "version: 1\n");
        String bad = write("bad.yaml", "version: 3\n");
        assertThat(run("policy", "check", good, bad)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString())
                .contains("good.yaml: ok: policy 'unnamed', 0 rules")
                .contains("bad.yaml: can't be used");
    }

    @Test
    void shouldSayInOneLineWhyAFileCannotBeRead() throws IOException {
        Path binary = folder.resolve("binary");
        Files.write(binary, new byte[] {(byte) 0xC3, (byte) 0x28});
        String tooLong = write("long.yaml", "#".repeat(PolicyReader.MAX_LENGTH + 1));
        String missing = folder.resolve("missing.yaml").toString();
        assertThat(run("policy", "check", missing, folder.toString(), binary.toString(), tooLong))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString().lines().filter(line -> line.contains(": error: ")))
                .containsExactly(
                        missing + ": error: there is no such file",
                        folder + ": error: is a directory",
                        binary + ": error: is not UTF-8 text",
                        tooLong + ": error: has more than the 33554432 bytes that are read");
    }

    @Test
    @Tag("slow")
    void shouldRefuseAPolicyWhoseImageWouldBeTooLarge() throws IOException {
        StringBuilder text = new StringBuilder("version: 1\nrules:\n");
        for (int i = 0; i < 4_500; i++) {
            text.append("- {name: r").append(i).append(", direction: inbound, protocol: tcp, destination-ports: ");
            text.append(7 * i).append('-').append(7 * i + 32_000).append(", sources: 10.0.0.0/8}\n");
        }
        String file = write("large.yaml", text.toString());
        assertThat(run("policy", "check", file)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString()).contains(file + ": error: the policy's image would be longer than 67108864 bytes");
    }

    @Test
    void shouldPrintJson() throws IOException {
        String good = write("good.yaml", "version: 1\nname: fine\n");
        String bad = write("bad.yaml", "version: 1\n\"a\\nb\": 1\n");
        assertThat(run("policy", "check", "--json", good, bad)).isEqualTo(ExitCode.BAD_INPUT);
        List<String> values = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(out.toString())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue()) {
                    values.add(json.currentName() + "=" + json.getText());
                }
            }
        }
        assertThat(values)
                .contains("ok=false", "source=" + good, "ok=true", "name=fine", "rules=0", "severity=error", "line=2")
                .anyMatch(value -> value.startsWith("message=unknown key 'a\\u000ab'"));
    }

    @Test
    void shouldExplainItselfAndRefuseWrongUsage() {
        assertThat(run("policy", "check", "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Examples:", "Exit status:", "--json");
        assertThat(run("policy")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("policy", "check", "--nosuch")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().lines()).hasSize(2);
    }

    private int run(String... arguments) {
        return SekimoriCommand.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text, StandardCharsets.UTF_8);
        return file.toString();
    }
}
