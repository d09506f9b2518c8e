// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaMigrationsIT {
    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void run_twice_appliesEachFileOnce(TestServer.Version version) {
        TestDatabase test = TestServer.shared(version).database();
        try (Database database = open(test)) {
            SchemaMigrations.run(database);
            String first = test.value("SELECT string_agg(version || name || sha256 || applied_at, ',' ORDER BY version)"
                    + " FROM truename.schema_version");
            SchemaMigrations.run(database);

            assertThat(test.value("SELECT string_agg(version || name || sha256 || applied_at, ',' ORDER BY version)"
                            + " FROM truename.schema_version"))
                    .isEqualTo(first);
            assertThat(first).contains("1V1__", "2V2__");
            assertThat(test.rows("SELECT nspname FROM pg_namespace WHERE nspowner = current_user::regrole"))
                    .containsExactlyInAnyOrder("truename", "extensions");
        }
    }

    @Test
    void run_severalAtOnce_allSucceed() throws Exception {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> runs = threads.invokeAll(IntStream.range(0, 4)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try (Database database = open(test)) {
                            SchemaMigrations.run(database);
                            return true;
                        }
                    })
                    .toList());
            for (Future<Boolean> run : runs) {
                assertThat(run.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(test.value("SELECT count(*) FROM truename.schema_version"))
                .isEqualTo(String.valueOf(SchemaMigrations.FILES.size()));
    }

    @Test
    void run_fileChangedSince_refuses() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        try (Database database = open(test)) {
            SchemaMigrations.run(database);
            test.execute("UPDATE truename.schema_version SET sha256 = 'x' WHERE version = 1");
            assertThatThrownBy(() -> SchemaMigrations.run(database))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("V1__runs_plans_and_aliases.sql");

            test.execute("DELETE FROM truename.schema_version WHERE version > 1");
            assertThatThrownBy(() -> SchemaMigrations.run(database)).isInstanceOf(SchemaException.class);
        }
    }

    @Test
    void run_newerSchema_refuses() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        try (Database database = open(test)) {
            SchemaMigrations.run(database);
            test.execute("INSERT INTO truename.schema_version (version, name, sha256) VALUES (99, 'V99', 'x')");
            assertThatThrownBy(() -> SchemaMigrations.run(database))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("newer version");
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void run_roleWithoutRights_namesTheRemedy_whichHelps(TestServer.Version version) {
        TestDatabase test = TestServer.shared(version).database();
        test.executeAsSuperuser("ALTER DATABASE " + test.name() + " OWNER TO postgres");
        try (Database database = open(test)) {
            assertThatThrownBy(() -> SchemaMigrations.run(database))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("CREATE SCHEMA truename AUTHORIZATION \"" + test.name() + "\"");

            test.executeAsSuperuser("CREATE SCHEMA truename AUTHORIZATION \"" + test.name() + "\"");
            SchemaMigrations.run(database);
        }
        assertThat(test.value("SELECT count(*) FROM truename.schema_version"))
                .isEqualTo(String.valueOf(SchemaMigrations.FILES.size()));
    }

    @Test
    void run_brokenFile_leavesNothingOfItBehind() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaMigrations.Change broken = new SchemaMigrations.Change(
                1, "V1__broken.sql", "x", "CREATE TABLE truename.half (a integer); SELECT 1 / 0;");
        try (Database database = open(test)) {
            assertThatThrownBy(() -> SchemaMigrations.run(database, List.of(broken)))
                    .isInstanceOf(SqlException.class);
        }
        assertThat(test.value("SELECT to_regclass('truename.half') IS NULL")).isEqualTo("t");
    }

    @Test
    void resolve_isOpenToEverybody_theTablesAreNot() {
        TestDatabase test = TestServer.shared(TestServer.Version.OLDEST).database();
        try (Database database = open(test)) {
            SchemaMigrations.run(database);
        }
        String other = test.name() + "_other";
        test.executeAsSuperuser("CREATE ROLE " + other + " LOGIN");
        String id = "7d444840-9dc0-11d1-b245-5ffdce74fad2";
        test.executeAsSuperuser("SET ROLE " + other + "; SELECT truename.resolve('" + id + "')");
        assertThatThrownBy(() ->
                        test.executeAsSuperuser("SET ROLE " + other + "; SELECT count(*) FROM truename.document_map"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void files_areThoseOfTheFolder() throws Exception {
        Path folder = Path.of("src", "main", "resources", "truename-schema");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(SchemaMigrations.FILES);
        }
        assertThat(SchemaMigrations.FILES.stream()
                        .map(name -> SchemaMigrations.read(name).version()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    /** An organisation may forbid DDL to applications. */
    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void run_refusedByAnEventTrigger_namesItAndTheRemedy(TestServer.Version version) {
        TestDatabase test = TestServer.shared(version).database();
        test.executeAsSuperuser(
                "CREATE FUNCTION deny() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN IF session_user = '"
                        + test.role() + "' THEN RAISE 'no DDL here' USING HINT = 'ask us'; END IF; END $$;"
                        + " CREATE EVENT TRIGGER \"no DDL\" ON ddl_command_start EXECUTE FUNCTION deny();"
                        + " CREATE EVENT TRIGGER off ON ddl_command_start EXECUTE FUNCTION deny(); ALTER EVENT TRIGGER off DISABLE");
        try (Database database = open(test)) {
            assertThatThrownBy(() -> SchemaMigrations.run(database))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("no DDL here. Hint: ask us")
                    .hasMessageContaining("deny()")
                    .hasMessageContaining("run ALTER EVENT TRIGGER \"no DDL\" DISABLE, send")
                    .hasMessageContaining("\"" + test.role() + "\"");
            test.executeAsSuperuser("ALTER EVENT TRIGGER \"no DDL\" DISABLE");
            SchemaMigrations.run(database);
        }
    }

    private static Database open(TestDatabase test) {
        return Database.of(DatabaseUrl.parse(test.url()), "schema-test", 2);
    }
}
