// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.Column;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreationTimeSqlIT {
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestServer.shared(TestServer.Version.OLDEST).database();
    }

    @ParameterizedTest
    @CsvSource({
        "bigint, 1767225600, 1767225600.000000",
        "bigint, 1767225600250, 1767225600.250000",
        "bigint, 1767225600250000, 1767225600.250000",
        "bigint, 1767225600250000000, 1767225600.250000",
        "integer, -86400, -86400.000000",
        "bigint, -315360000000, -315360000.000000",
        "bigint, 9223372036854775807, 9223372036.854776",
        "bigint, NULL,",
        "timestamptz, 'epoch', 0.000000"
    })
    void time_isReadInItsUnit(String type, String value, String seconds) {
        String columnType = type.equals("timestamptz") ? "timestamp with time zone" : type;
        String sql = CreationTimeSql.of(new Column("a \"b", columnType, true, false), "d")
                .orElseThrow();
        assertThat(database.value("SELECT extract(epoch FROM " + sql + ") FROM (SELECT CAST("
                        + (value.equals("NULL") ? "NULL" : "'" + value + "'") + " AS " + type
                        + ") AS \"a \"\"b\") AS d"))
                .isEqualTo(seconds == null ? "" : seconds);
    }

    @Test
    void otherTypes_areNoTimes() {
        assertThat(CreationTimeSql.of(new Column("a", "text", true, false), "d"))
                .isEmpty();
        assertThat(CreationTimeSql.of(new Column("a", "double precision", true, false), "d"))
                .isEmpty();
    }
}
