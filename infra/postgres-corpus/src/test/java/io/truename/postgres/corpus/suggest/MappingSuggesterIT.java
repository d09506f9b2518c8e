// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.suggest.Example;
import io.truename.corpus.suggest.Suggestion;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.testkit.GoldenFile;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Proposals for every shape of corpus that a mapping exists for: found alone, and held against that mapping. */
class MappingSuggesterIT {
    /** Shapes of which the database does not show everything that their mapping says. */
    private static final Set<SchemaVariant> PARTLY_SHOWN =
            EnumSet.of(SchemaVariant.CONTENT_BEHIND_JSON, SchemaVariant.TEXT_ITEMS);

    /** A proposal may change between releases, but never unseen: {@code -Dgolden=write}. */
    @LongSuite
    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void suggest_everyShape_isWhatTheGoldenFileSays(TestServer.Version version) {
        StringBuilder rendered = new StringBuilder();
        for (SchemaVariant variant : SchemaVariant.values()) {
            Suggestion suggestion = SuggestedMappings.suggest(database(version, variant));
            rendered.append(variant)
                    .append('\n')
                    .append(SuggestedMappings.rendered(suggestion))
                    .append('\n');
        }
        GoldenFile.compare("suggested-mappings.txt", rendered.toString());
    }

    @LongSuite(sample = 12)
    @ParameterizedTest
    @EnumSource(value = SchemaVariant.class, mode = EnumSource.Mode.EXCLUDE, names = "CONTENT_ELSEWHERE")
    void suggest_everyShape_passesTheInspection_andNamesDocumentsAsItsMappingDoes(SchemaVariant variant) {
        TestDatabase test = database(TestServer.Version.NEWEST, variant);

        Suggestion suggestion = SuggestedMappings.suggest(test);

        assertThat(suggestion.complete()).as(suggestion.mapping()).isTrue();
        assertThat(SuggestedMappings.refusals(test, suggestion.mapping())).isEmpty();
        if (!PARTLY_SHOWN.contains(variant)) {
            assertThat(documents(suggestion))
                    .isNotEmpty()
                    .isEqualTo(documents(SuggestedMappings.check(test, variant.mapping())));
        }
    }

    private static TestDatabase database(TestServer.Version version, SchemaVariant variant) {
        TestDatabase test = CorpusDatabase.withOurTables(version);
        variant.create(test, 40);
        return test;
    }

    private static List<Example> documents(Suggestion suggestion) {
        return suggestion.examples().stream()
                .filter(example ->
                        example.table().equals(suggestion.tables().get(0).table()))
                .toList();
    }
}
