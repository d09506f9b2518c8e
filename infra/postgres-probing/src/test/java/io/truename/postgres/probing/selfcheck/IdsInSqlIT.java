// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Page;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.probing.selfcheck.Answers;
import io.truename.probing.selfcheck.Question;
import io.truename.probing.selfcheck.Questions;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdsInSqlIT {
    private static final UUID OTHER = UUID.fromString("47f2a9b2-1c52-d4ec-486b-61ee1b54c4a6");
    private static final Namespace V5 = new Namespace(OTHER, NameHash.SHA_1);
    private static final Namespace V8 = new Namespace(OTHER, NameHash.SHA_256);

    private static TestDatabase withoutExtension(TestServer.Version version) {
        TestDatabase test = TestServer.shared(version).database();
        test.executeAsSuperuser("DROP EXTENSION \"uuid-ossp\"");
        return test;
    }

    private static Answers answer(TestDatabase test, Namespace namespace) {
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "test", 1)) {
            return IdsInSql.answer(database, namespace, Questions.of(namespace, 20_261_128));
        }
    }

    private static Answers right(Namespace namespace) {
        List<Question> questions = Questions.of(namespace, 20_261_128);
        return new Answers.Given(
                questions, questions.stream().map(Question::inJava).toList());
    }

    @ParameterizedTest
    @EnumSource
    void ids_withoutAnExtension_areThoseOfSha256Only(TestServer.Version version) {
        TestDatabase test = withoutExtension(version);
        assertThat(answer(test, V8)).isEqualTo(right(V8));
        assertThat(answer(test, V5))
                .isInstanceOfSatisfying(
                        Answers.None.class,
                        none -> assertThat(none.reason()).contains("neither extension uuid-ossp nor pgcrypto"));
    }

    @ParameterizedTest
    @EnumSource
    void ids_withAnExtension_areThoseOfJava(TestServer.Version version) {
        TestDatabase test = withoutExtension(version);
        test.executeAsSuperuser("CREATE SCHEMA \"of Extensions\"; CREATE EXTENSION pgcrypto SCHEMA \"of Extensions\"");
        assertThat(answer(test, V5)).as("a schema that the role may not use").isInstanceOf(Answers.None.class);
        test.executeAsSuperuser("GRANT USAGE ON SCHEMA \"of Extensions\" TO PUBLIC");
        assertThat(answer(test, V5)).isEqualTo(right(V5));
        test.executeAsSuperuser("CREATE EXTENSION \"uuid-ossp\" SCHEMA \"of Extensions\"");
        assertThat(answer(test, V5)).isEqualTo(right(V5));
    }

    @Test
    void ids_byAFunctionOfAnotherOwner_areNotAskedFor() {
        TestDatabase test = withoutExtension(TestServer.Version.NEWEST);
        test.execute(
                "CREATE SCHEMA mine; CREATE FUNCTION mine.uuid_generate_v5(uuid, text) RETURNS uuid LANGUAGE sql AS"
                        + " 'SELECT $1'");
        assertThat(answer(test, V5)).isInstanceOf(Answers.None.class);
    }

    @Test
    void results_areBounded_andListedNewestFirst() {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        test.execute("INSERT INTO truename.self_check (result) SELECT '{\"old\":true}' FROM generate_series(1, "
                + SelfChecks.MOST + ")");
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "test", 1)) {
            database.inTransaction(session -> {
                SelfChecks.keep(session, "{\"z\":1,\"a\":2}");
                return true;
            });
            Page<SelfChecks.Stored> first = database.with(session -> SelfChecks.list(session, 2, Optional.empty()));
            assertThat(first.items())
                    .extracting(SelfChecks.Stored::json)
                    .containsExactly("{\"z\":1,\"a\":2}", "{\"old\":true}");
            long next = Long.parseLong(first.next().orElseThrow());
            assertThat(database.with(session -> SelfChecks.list(session, 1, Optional.of(next)))
                            .items())
                    .extracting(SelfChecks.Stored::number)
                    .containsExactly(next - 1);
        }
        assertThat(test.value("SELECT count(*) FROM truename.self_check")).isEqualTo(String.valueOf(SelfChecks.MOST));
    }
}
