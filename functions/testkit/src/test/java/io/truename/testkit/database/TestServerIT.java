// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestServerIT {
    @ParameterizedTest
    @EnumSource
    void database_belongsToARoleThatIsNoSuperuser(TestServer.Version version) {
        TestDatabase database = TestServer.shared(version).database();
        assertThat(database.value("SHOW server_version")).startsWith(version.major() + ".");
        assertThat(database.value("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
        assertThat(database.value("SELECT extensions.uuid_generate_v5(extensions.uuid_ns_dns(), 'www.example.com')"))
                .isEqualTo("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    @ParameterizedTest
    @EnumSource
    void contents_areMadeOnce_andBelongToTheRoleOfEachCopy(TestServer.Version version) {
        AtomicInteger made = new AtomicInteger();
        Consumer<TestDatabase> preparation = database -> {
            made.incrementAndGet();
            database.execute("CREATE SCHEMA library; CREATE TABLE library.books (title text);"
                    + " CREATE FUNCTION library.count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM library.books';"
                    + " INSERT INTO library.books VALUES ('first')");
        };
        TestServer server = TestServer.shared(version);
        TestDatabase first = server.database("books", preparation);
        TestDatabase second = server.database("books", preparation);

        first.execute("INSERT INTO library.books VALUES ('second')");

        assertThat(made).hasValue(1);
        assertThat(first.value("SELECT library.count()")).isEqualTo("2");
        assertThat(second.value("SELECT library.count()")).isEqualTo("1");
        for (TestDatabase database : List.of(first, second)) {
            assertThat(database.rows("SELECT DISTINCT owner::regrole::text FROM (SELECT relowner FROM pg_class"
                            + " WHERE relnamespace = 'library'::regnamespace UNION ALL SELECT proowner FROM pg_proc"
                            + " WHERE pronamespace = 'library'::regnamespace UNION ALL SELECT nspowner FROM pg_namespace"
                            + " WHERE nspname IN ('library', 'extensions') UNION ALL SELECT datdba FROM pg_database"
                            + " WHERE datname = current_database()) AS owners (owner)"))
                    .containsExactly(database.role());
        }
    }

    /** Crash tests and measurements would mean nothing on a server that forgets. */
    @Test
    void serverOfOnesOwn_waitsForTheDisk() {
        try (TestServer server = TestServer.start(TestServer.Version.NEWEST, Map.of())) {
            assertThat(server.database()
                            .rows("SELECT name FROM pg_settings WHERE setting = 'on' AND name IN"
                                    + " ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name"))
                    .containsExactly("fsync", "full_page_writes", "synchronous_commit");
        }
    }
}
