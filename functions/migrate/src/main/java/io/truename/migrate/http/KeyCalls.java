// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.mapping.QualifiedName;
import io.truename.edge.corpus.Ids;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import java.util.Optional;
import java.util.UUID;

/** Handler that finds the true id beside a key, or the key beside a true id. */
final class KeyCalls {
    /** Keys of this length fit into the line of a request in any script. An index of PostgreSQL may hold longer ones, if they compress well. */
    private static final int MOST_CHARACTERS = 2_704;

    private KeyCalls() {}

    static EdgeResponse find(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        Optional<QualifiedName> table = query.read("table", "table must be table or schema.table", KeyCalls::table);
        Optional<String> key =
                query.read("key", "key must be text of 1 to " + MOST_CHARACTERS + " characters", KeyCalls::key);
        Optional<UUID> id = query.read("id", "id must be a UUID", Ids::parse);
        Optional<EdgeResponse> refusal = query.refusal("table, key, id");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (table.isEmpty() || key.isPresent() == id.isPresent()) {
            return Problem.of(
                            400,
                            "The request's parameters are not valid",
                            "Send table with either key or id, as /aliases?table=app.page&key=42.")
                    .response();
        }
        Optional<UUID> trueId = key.flatMap(text -> with.keys().trueId(table.get(), text));
        Optional<String> keyOfId = id.flatMap(uuid -> with.keys().key(table.get(), uuid));
        Optional<UUID> shownId = trueId.or(() -> keyOfId.flatMap(found -> id));
        Optional<String> shownKey = keyOfId.or(() -> trueId.flatMap(found -> key));
        if (shownId.isEmpty() || shownKey.isEmpty()) {
            return Problem.of(
                            404,
                            "No run has named such a row",
                            "The row, if there is one, was written after the run, or was left without a true id.")
                    .response();
        }
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("key", shownKey.get());
            json.writeStringField("id", shownId.get().toString());
            json.writeEndObject();
        });
    }

    private static QualifiedName table(String text) {
        return QualifiedName.parse(text, 2).orElseThrow(IllegalArgumentException::new);
    }

    private static String key(String text) {
        if (text.isEmpty() || text.length() > MOST_CHARACTERS || text.indexOf(0) >= 0) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
