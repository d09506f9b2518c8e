// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.mapping.QualifiedName;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.postgres.corpus.suggest.MappingSuggester;
import java.util.List;
import java.util.Optional;

/** Handler that proposes a mapping, or checks one. */
final class SuggestionCalls {
    private static final int MOST_SCHEMAS = 100;
    private static final int MOST_CHUNKS = 16;
    private static final int MOST_YAML = 256 * 1024;
    private static final String NAMES = "names";

    private SuggestionCalls() {}

    static EdgeResponse suggest(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        Optional<String> yaml = body.text("mapping", Optional.empty(), SuggestionCalls::yaml);
        if (yaml.isPresent()) {
            for (String hint : List.of("schemas", "documents", "chunks")) {
                if (body.has(hint)) {
                    body.problem(hint, "must be absent with mapping, which names its tables", "a hint");
                }
            }
        }
        MappingSuggester.Request hints = new MappingSuggester.Request(
                body.has("schemas") ? body.texts("schemas", MOST_SCHEMAS, NAMES, SuggestionCalls::schema) : List.of(),
                body.text("documents", Optional.empty(), text -> Optional.of(table(text))),
                body.has("chunks") ? body.texts("chunks", MOST_CHUNKS, NAMES, SuggestionCalls::table) : List.of());
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        return answer(yaml.map(with.suggestions()::check)
                .orElseGet(() -> with.suggestions().suggest(hints)));
    }

    private static EdgeResponse answer(Suggestions.Suggested suggested) {
        if (suggested instanceof Suggestions.Suggested.Refused refused) {
            FieldProblems problems = new FieldProblems();
            refused.problems().forEach(problem -> problems.add(problem::pointer, problem.rule(), problem.got()));
            return Problem.badRequest(problems).response();
        }
        Suggestions.Suggested.Shown shown = (Suggestions.Suggested.Shown) suggested;
        return EdgeResponse.json(200, json -> SuggestionJson.write(json, shown.suggestion()));
    }

    private static Optional<String> yaml(String text) {
        if (text.length() > MOST_YAML) {
            throw new IllegalArgumentException("must have at most " + MOST_YAML + " characters");
        }
        return Optional.of(text);
    }

    private static String schema(String text) {
        return QualifiedName.parse(text, 1)
                .map(name -> name.parts().get(0))
                .orElseThrow(() -> new IllegalArgumentException("must be the name of a schema, written as in SQL"));
    }

    private static QualifiedName table(String text) {
        return QualifiedName.parse(text, 2)
                .orElseThrow(() -> new IllegalArgumentException("must be table or schema.table, written as in SQL"));
    }
}
