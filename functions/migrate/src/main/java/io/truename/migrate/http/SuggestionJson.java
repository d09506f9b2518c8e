// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.corpus.suggest.Alternative;
import io.truename.corpus.suggest.Choice;
import io.truename.corpus.suggest.Collision;
import io.truename.corpus.suggest.Example;
import io.truename.corpus.suggest.Missing;
import io.truename.corpus.suggest.Notice;
import io.truename.corpus.suggest.Suggestion;
import io.truename.corpus.suggest.TableCount;
import io.truename.edge.json.EnumNames;
import io.truename.edge.json.JsonOutput;
import java.io.IOException;
import java.util.List;

/** Writer of a suggested mapping. */
final class SuggestionJson {
    private SuggestionJson() {}

    static void write(JsonGenerator json, Suggestion suggestion) throws IOException {
        json.writeStartObject();
        json.writeStringField("mapping", suggestion.mapping());
        json.writeBooleanField("complete", suggestion.complete());
        json.writeArrayFieldStart("choices");
        for (Choice choice : suggestion.choices()) {
            choice(json, choice);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("missing");
        for (Missing missing : suggestion.missing()) {
            json.writeStartObject();
            json.writeStringField("field", missing.field());
            json.writeStringField("reason", missing.reason());
            json.writeStringField("remedy", missing.remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("warnings");
        for (Notice warning : suggestion.warnings()) {
            json.writeStartObject();
            json.writeStringField("subject", warning.subject());
            json.writeStringField("reason", warning.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        Answers.findings(json, suggestion.findings());
        json.writeArrayFieldStart("tables");
        for (TableCount table : suggestion.tables()) {
            json.writeStartObject();
            json.writeStringField("table", table.table().toString());
            json.writeStringField("role", table.space() == 0 ? "documents" : "chunks[" + (table.space() - 1) + "]");
            json.writeNumberField("rows", table.rows());
            json.writeBooleanField("about", table.about());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("examples");
        for (Example example : suggestion.examples()) {
            example(json, example);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("collisions");
        for (Collision collision : suggestion.collisions()) {
            json.writeStartObject();
            json.writeStringField("table", collision.table().toString());
            json.writeStringField("trueId", collision.trueId().toString());
            texts(json, "ids", collision.ids());
            if (collision.differing().isPresent()) {
                texts(json, "differing", collision.differing().get());
            } else {
                json.writeNullField("differing");
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void choice(JsonGenerator json, Choice choice) throws IOException {
        json.writeStartObject();
        json.writeStringField("field", choice.field());
        JsonOutput.optional(json, "value", choice.value());
        json.writeStringField("certainty", EnumNames.of(choice.certainty()));
        json.writeStringField("reason", choice.reason());
        json.writeArrayFieldStart("alternatives");
        for (Alternative alternative : choice.alternatives()) {
            json.writeStartObject();
            json.writeStringField("value", alternative.value());
            json.writeStringField("reason", alternative.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void example(JsonGenerator json, Example example) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", example.table().toString());
        json.writeStringField("id", example.id());
        JsonOutput.optional(json, "name", example.name());
        JsonOutput.optional(json, "trueId", example.trueId());
        json.writeStringField("problem", example.problem());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
