package org.sekimori.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.Action;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Limit;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.sets.SetFormat;
import org.sekimori.policy.sets.SetGuard;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published schema against the reader. */
class PolicySchemaTest {
    private static final long FIRST_SEED = 70_000;
    private static final int POLICIES = 200;
    private static final int BROKEN = 4_000;
    private static final List<String> JUNK =
            List.of("nonsense", "[]", "{}", "[a, b]", "{a: b}", "70000", "-1", "1.5", "true", "~", "''", "!x y");

    private final JsonNode json = JsonMapper.builder().build().readTree(PolicySchema.text());
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(PolicySchema.text());

    @Test
    void shouldBeTheOneInTheTree() throws IOException {
        assertThat(PolicySchema.text()).isEqualTo(Files.readString(Path.of("..", "docs", "policy.schema.json")));
    }

    @Test
    void shouldNameTheKeysTheReaderKnows() {
        assertKeys("", PolicyReader.KEYS);
        assertKeys("/$defs/rule", RuleReader.KEYS);
        assertKeys("/$defs/limit", LimitReader.KEYS);
        assertKeys("/$defs/limit/properties/source-prefix", LimitReader.PREFIX_KEYS);
        assertKeys("/$defs/set-file", SetFileReader.KEYS);
        assertKeys("/$defs/actions", PolicyReader.DIRECTION_KEYS);
        assertKeys("/properties/solicited", PolicyReader.SOLICITED_KEYS);
    }

    @Test
    void shouldNameTheWordsTheReaderKnows() {
        assertWords("/$defs/action", Action.values(), Action::word);
        assertWords("/$defs/mode", Mode.values(), Mode::word);
        assertWords("/$defs/rule/properties/direction", Direction.values(), Direction::word);
        assertWords("/$defs/rule/properties/match", Match.values(), Match::word);
        assertWords("/$defs/limit/properties/per", Limit.Per.values(), Limit.Per::word);
        assertWords("/$defs/set-file/properties/format", SetFormat.values(), SetFormat::word);
        assertWords("/$defs/set-file/properties/guard", SetGuard.Mode.values(), SetGuard.Mode::word);
        assertThat(words("/$defs/protocol/anyOf/0"))
                .containsExactlyInAnyOrderElementsOf(IpProtocol.words().keySet());
    }

    @Test
    void shouldExplainEveryKey() {
        for (String place : List.of("", "/$defs/rule", "/$defs/set-file")) {
            json.at(place + "/properties")
                    .forEach(key ->
                            assertThat(key.has("description")).as("%s", key).isTrue());
        }
    }

    @Tag("long")
    @Test
    void shouldTakeWhatTheReaderTakes() {
        assertThat(schema.validate(ShippedPolicy.text(), InputFormat.YAML)).isEmpty();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + POLICIES; seed++) {
            String text = PolicyYaml.write(new RandomPolicies(seed).policy(), new SplittableRandom(seed));
            assertThat(schema.validate(text, InputFormat.YAML)).as(text).isEmpty();
        }
    }

    /** The schema says less than the reader, since it can't compare keys, but nothing the reader doesn't say. */
    @Tag("long")
    @Test
    void shouldRefuseNothingTheReaderTakes() {
        int refused = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + BROKEN; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String text = broken(PolicyYaml.write(new RandomPolicies(seed).policy(), random), random);
            PolicyReading reading = PolicyReader.read("broken", text, PolicyYaml.FILES);
            if (!reading.hasErrors()) {
                assertThat(schema.validate(text, InputFormat.YAML))
                        .as("seed %d%n%s", seed, text)
                        .isEmpty();
            } else {
                refused++;
            }
        }
        assertThat(refused).isBetween(BROKEN / 4, BROKEN - BROKEN / 20);
    }

    @Test
    void shouldRefuseWhatIsPlainlyWrong() {
        for (String text : List.of(
                "name: x\n",
                "version: 2\n",
                "version: 1\nrule: []\n",
                "version: 1\nrules: {}\n",
                "version: 1\nrules: [{name: a}]\n",
                "version: 1\nrules: [{name: a, direction: in}]\n",
                "version: 1\nrules: [{name: a, direction: inbound, acton: drop}]\n",
                "version: 1\nrules: [{name: a, direction: inbound, destination-ports: []}]\n",
                "version: 1\nrules: [{name: a, direction: inbound, sources: office.example}]\n",
                "version: 1\nrules: [{name: a, direction: inbound, limit: {burst: 5}}]\n",
                "version: 1\nsets: {a: {format: csv}}\n")) {
            assertThat(schema.validate(text, InputFormat.YAML)).as(text).isNotEmpty();
            assertThat(PolicyReader.read("p", text).hasErrors()).as(text).isTrue();
        }
    }

    /** One line gone, twice, in another place, with another key, or with a value of another kind. */
    private static String broken(String text, SplittableRandom random) {
        List<String> lines = new java.util.ArrayList<>(text.lines().toList());
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        int colon = line.indexOf(':');
        switch (random.nextInt(5)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> lines.set(at, line.replaceFirst("[a-z](?=[a-z-]*:)", ""));
            default ->
                lines.set(at, line.substring(0, Math.max(colon, 0)) + ": " + JUNK.get(random.nextInt(JUNK.size())));
        }
        return String.join("\n", lines) + "\n";
    }

    private void assertKeys(String place, List<String> known) {
        assertThat(json.at(place + "/properties").propertyNames()).containsExactlyInAnyOrderElementsOf(known);
        assertThat(json.at(place + "/additionalProperties").asBoolean(true)).isFalse();
    }

    private <T extends Enum<T>> void assertWords(String place, T[] values, Function<T, String> word) {
        assertThat(words(place))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(values).map(word).toList());
    }

    private List<String> words(String place) {
        return StreamSupport.stream(json.at(place + "/enum").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }
}
