// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.suggest.Choice;
import io.truename.corpus.suggest.Suggestion;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.testkit.database.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Proposals for test databases. */
final class SuggestedMappings {
    private SuggestedMappings() {}

    static Suggestion suggest(TestDatabase test) {
        return suggest(test, new MappingSuggester.Request(List.of(), Optional.empty(), List.of()));
    }

    static Suggestion suggest(TestDatabase test, String documents, String... chunks) {
        return suggest(
                test,
                new MappingSuggester.Request(
                        List.of(),
                        QualifiedName.parse(documents, 2),
                        List.of(chunks).stream()
                                .map(name -> QualifiedName.parse(name, 2).orElseThrow())
                                .toList()));
    }

    private static Suggestion suggest(TestDatabase test, MappingSuggester.Request request) {
        MappingSuggester.Result result =
                with(test, database -> database.with(session -> MappingSuggester.suggest(session, request)));
        return ((MappingSuggester.Result.Proposed) result).suggestion();
    }

    static MappingSuggester.Result result(TestDatabase test, MappingSuggester.Request request) {
        return with(test, database -> database.with(session -> MappingSuggester.suggest(session, request)));
    }

    static Suggestion check(TestDatabase test, String yaml) {
        return with(test, database -> database.with(session -> MappingSuggester.check(session, yaml)));
    }

    /** Codes of the refusals that an assessment of the mapping has. */
    static List<String> refusals(TestDatabase test, String yaml) {
        return with(
                        test,
                        database ->
                                database.with(session -> CorpusInspector.inspect(session, MappingReader.read(yaml))))
                .findings()
                .stream()
                .filter(finding -> finding.severity() == Finding.Severity.REFUSAL)
                .map(finding -> finding.code() + " " + finding.subject())
                .toList();
    }

    private static <T> T with(TestDatabase test, Function<Database, T> work) {
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "test", 1)) {
            return work.apply(database);
        }
    }

    /** One line for each choice: field, certainty, value. */
    static String rendered(Suggestion suggestion) {
        return suggestion.choices().stream()
                .map(choice -> choice.field() + " " + choice.certainty() + " "
                        + choice.value().orElse("-") + "\n")
                .collect(Collectors.joining());
    }

    static Choice choice(Suggestion suggestion, String field) {
        return suggestion.choices().stream()
                .filter(choice -> choice.field().equals(field))
                .findFirst()
                .orElseThrow(() -> new AssertionError(field + " is not among " + rendered(suggestion)));
    }

    static String value(Suggestion suggestion, String field) {
        return choice(suggestion, field).value().orElse("-");
    }
}
