package org.sekimori.control.plane;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.sekimori.control.client.ApiAnswer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI file, and what it says answers must look like. */
final class ApiDescription {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final JsonNode root;

    ApiDescription(String yaml) {
        root = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /** All operations, as {@code METHOD template}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        for (var path : root.get("paths").properties()) {
            for (String method : path.getValue().propertyNames()) {
                operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }
        return operations;
    }

    /** All operations with a status that they list, as {@code METHOD template status}. */
    Set<String> statuses() {
        Set<String> statuses = new TreeSet<>();
        for (String operation : operations()) {
            for (String status : operation(operation).get("responses").propertyNames()) {
                if (!status.equals("default")) {
                    statuses.add(operation + " " + status);
                }
            }
        }
        return statuses;
    }

    /** Whether an operation is for everybody. */
    boolean isOpen(String operation) {
        JsonNode security = operation(operation).get("security");
        return security != null && security.isEmpty();
    }

    /** Fails where an answer is not as described; says which of the operation's responses it is. */
    String check(String operation, ApiAnswer answer) {
        JsonNode responses = operation(operation).get("responses");
        String status = Integer.toString(answer.status());
        JsonNode response = resolved(responses.has(status) ? responses.get(status) : responses.get("default"));
        String what = operation + " " + status + " " + answer.contentType() + " " + answer.text();
        assertThat(response).as(what).isNotNull();
        if (!responses.has(status)) {
            assertThat(answer.status()).as(what).isGreaterThanOrEqualTo(400);
        }
        if (!response.has("content")) {
            assertThat(answer.body()).as(what).isEmpty();
            return operation + " " + status;
        }
        JsonNode content = response.get("content").get(answer.contentType());
        assertThat(content).as(what).isNotNull();
        if (answer.contentType().endsWith("json")) {
            assertThat(schema(content.get("schema")).validate(answer.text(), InputFormat.JSON))
                    .as(what)
                    .isEmpty();
        }
        return operation + " " + status;
    }

    /** Fails where an event of a stream is not as described. */
    void checkEvent(String data) {
        assertThat(schema(root.at("/components/schemas/Event")).validate(data, InputFormat.JSON))
                .as(data)
                .isEmpty();
    }

    private JsonNode operation(String operation) {
        String[] words = operation.split(" ");
        JsonNode path = root.get("paths").get(words[1]);
        assertThat(path).as("%s is described", words[1]).isNotNull();
        JsonNode found = path.get(words[0].toLowerCase(Locale.ROOT));
        assertThat(found).as("%s is described", operation).isNotNull();
        return found;
    }

    private JsonNode resolved(JsonNode node) {
        return node != null && node.has("$ref")
                ? root.at(node.get("$ref").asString().substring(1))
                : node;
    }

    private Schema schema(JsonNode schema) {
        ObjectNode document = JSON.createObjectNode();
        document.set("components", root.get("components"));
        document.putArray("allOf").add(schema);
        return schemas.getSchema(document.toString());
    }
}
