// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.corpus.mapping.FieldIssue;
import io.truename.corpus.mapping.MappingException;
import io.truename.edge.json.FieldProblem;
import io.truename.migrate.http.Suggestions;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.suggest.MappingSuggester;
import java.util.List;

/** Suggests mappings on a connection of its own. */
final class PostgresSuggestions implements Suggestions {
    private final Database database;

    PostgresSuggestions(Database database) {
        this.database = database;
    }

    @Override
    public Suggested suggest(MappingSuggester.Request request) {
        MappingSuggester.Result result = database.with(session -> MappingSuggester.suggest(session, request));
        return result instanceof MappingSuggester.Result.Proposed proposed
                ? new Suggested.Shown(proposed.suggestion())
                : new Suggested.Refused(problems("", ((MappingSuggester.Result.Refused) result).issues()));
    }

    @Override
    public Suggested check(String yaml) {
        try {
            return new Suggested.Shown(database.with(session -> MappingSuggester.check(session, yaml)));
        } catch (MappingException unreadable) {
            return new Suggested.Refused(problems("/mapping", unreadable.issues()));
        }
    }

    private static List<FieldProblem> problems(String before, List<FieldIssue> issues) {
        return issues.stream()
                .map(issue -> new FieldProblem(before + issue.pointer(), issue.rule(), issue.got()))
                .toList();
    }
}
