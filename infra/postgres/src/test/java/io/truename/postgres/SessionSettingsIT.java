// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a role or a database may have set for its application does not reach our sessions. */
class SessionSettingsIT {
    /** Each with what an application may have, for good reasons or bad ones. */
    private static final Map<String, String> HOSTILE = new TreeMap<>(Map.ofEntries(
            Map.entry("statement_timeout", "1ms"),
            Map.entry("lock_timeout", "1ms"),
            Map.entry("idle_in_transaction_session_timeout", "1ms"),
            Map.entry("idle_session_timeout", "1ms"),
            Map.entry("default_transaction_isolation", "serializable"),
            Map.entry("default_transaction_read_only", "on"),
            Map.entry("default_transaction_deferrable", "on"),
            Map.entry("exit_on_error", "on"),
            Map.entry("row_security", "on"),
            Map.entry("gin_fuzzy_search_limit", "5"),
            Map.entry("transform_null_equals", "on"),
            Map.entry("cursor_tuple_fraction", "0"),
            Map.entry("DateStyle", "German, DMY"),
            Map.entry("IntervalStyle", "iso_8601"),
            Map.entry("TimeZone", "Asia/Kathmandu"),
            Map.entry("bytea_output", "escape"),
            Map.entry("extra_float_digits", "-10"),
            Map.entry("xmlbinary", "hex"),
            Map.entry("xmloption", "document"),
            Map.entry("array_nulls", "off"),
            Map.entry("standard_conforming_strings", "off"),
            Map.entry("quote_all_identifiers", "on")));

    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void settingsOfTheRole_areReplaced(TestServer.Version version) {
        TestDatabase test = TestServer.shared(version).database();
        HOSTILE.forEach((name, value) -> set(test, name, value));
        if (version.major() >= 17) {
            set(test, "transaction_timeout", "20ms");
        }
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "settings-test", 1);
                Session session = database.open()) {
            Map<String, String> ours = new TreeMap<>();
            session.list(
                            "SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name",
                            row -> List.of(row.text("name"), row.text("value")),
                            (Object) HOSTILE.keySet().toArray(String[]::new))
                    .forEach(setting -> ours.put(setting.get(0), setting.get(1)));
            HOSTILE.forEach((name, value) -> assertThat(ours.get(name)).as(name).isNotEqualTo(value));
            assertThat(ours)
                    .containsEntry("default_transaction_isolation", "read committed")
                    .containsEntry("default_transaction_read_only", "off")
                    .containsEntry("extra_float_digits", "1")
                    .containsEntry("statement_timeout", "0");
            // Nothing of it ends a session that takes its time, or a transaction that writes.
            session.inTransaction(() -> {
                session.execute("SELECT pg_sleep(0.05)");
                session.execute("CREATE TABLE written (t text)");
                return true;
            });
        }
    }

    @Test
    void searchPath_ofTheRole_isKept_butTheServersOwnNamesComeFirst() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        test.execute(
                "CREATE SCHEMA \"The Lib\"; CREATE FUNCTION \"The Lib\".lower(text) RETURNS text LANGUAGE sql AS $$ SELECT 'hidden'::text $$");
        for (List<String> one : List.of(
                List.of("\"The Lib\", pg_catalog", "\"The Lib\""),
                List.of("pg_catalog", ""),
                List.of("\"$user\", \"The Lib\"", "\"$user\", \"The Lib\""))) {
            set(test, "search_path", one.get(0));
            try (Database database = Database.of(DatabaseUrl.parse(test.url()), "settings-test", 1)) {
                assertThat(database.<String>with(session ->
                                session.one("SELECT current_setting('search_path') AS path", row -> row.text("path"))))
                        .isEqualTo(one.get(1));
                assertThat(database.<String>with(
                                session -> session.one("SELECT lower('A'::text) AS l", row -> row.text("l"))))
                        .isEqualTo("a");
            }
        }
    }

    /** No foreign key is checked and no trigger fires then: nothing must move. */
    @Test
    void roleOfAReplica_isRefused() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        test.executeAsSuperuser("ALTER ROLE " + test.role() + " SET session_replication_role = replica");
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "settings-test", 1)) {
            SqlException refused = catchThrowableOfType(SqlException.class, database::open);
            assertThat(refused.sqlState()).isEqualTo("42501");
            assertThat(refused).hasMessageContaining("session_replication_role");
        }
        test.executeAsSuperuser("GRANT SET ON PARAMETER session_replication_role TO " + test.role());
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "settings-test", 1)) {
            assertThat(database.<String>with(session -> session.one(
                            "SELECT current_setting('session_replication_role') AS role", row -> row.text("role"))))
                    .isEqualTo("origin");
        }
    }

    private static void set(TestDatabase test, String name, String value) {
        String quoted = name.equals("search_path") ? value : "'" + value + "'";
        test.executeAsSuperuser(
                "ALTER ROLE " + test.role() + " IN DATABASE " + test.name() + " SET " + name + " = " + quoted);
    }
}
