// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.failure;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    @ParameterizedTest
    @CsvSource({
        "40001, RETRY, serialization",
        "40P01, RETRY, deadlock",
        "40000, RETRY, rolled.back",
        "40002, POISON, constraint",
        "40003, CONNECTION, outcome.unknown",
        "55P03, RETRY, lock.timeout",
        "57014, RETRY, statement.timeout",
        "25P04, RETRY, transaction.timeout",
        "25P03, CONNECTION, idle.timeout",
        "08000, CONNECTION, connection",
        "08001, CONNECTION, connection",
        "08003, CONNECTION, connection",
        "08004, CONNECTION, connection",
        "08006, CONNECTION, connection",
        "08007, CONNECTION, connection",
        "08P01, CONNECTION, connection",
        "57P01, CONNECTION, server.shutdown",
        "57P02, CONNECTION, server.crash",
        "57P03, CONNECTION, server.starting",
        "57P05, CONNECTION, idle.session",
        "53300, CONNECTION, too.many.connections",
        "25006, READ_ONLY, read.only",
        "53000, FULL, resources",
        "53100, FULL, disk.full",
        "53200, FULL, out.of.memory",
        "53400, FULL, configuration.limit",
        "54000, FULL, program.limit",
        "54001, FULL, program.limit",
        "54011, FULL, program.limit",
        "54023, FULL, program.limit",
        "58030, FULL, input.output",
        "23000, POISON, constraint",
        "23001, POISON, constraint",
        "23502, POISON, constraint",
        "23503, POISON, reference.uncovered",
        "23505, POISON, unique",
        "23514, POISON, constraint",
        "23P01, POISON, constraint",
        "22001, POISON, data",
        "22P02, POISON, data",
        "22023, POISON, data",
        "27000, POISON, trigger",
        "09000, POISON, trigger",
        "P0001, POISON, trigger",
        "P0004, POISON, trigger",
        "44000, POISON, check.option",
        "42501, PRIVILEGE, privilege",
        "28000, PRIVILEGE, login",
        "28P01, PRIVILEGE, login",
        "42P01, SCHEMA_CHANGED, table.gone",
        "42703, SCHEMA_CHANGED, column.gone",
        "42704, SCHEMA_CHANGED, object.gone",
        "42804, SCHEMA_CHANGED, type.changed",
        "42883, SCHEMA_CHANGED, type.changed",
        "42809, SCHEMA_CHANGED, object.changed",
        "428C9, SCHEMA_CHANGED, column.generated",
        "55000, SCHEMA_CHANGED, object.state",
        "3F000, SCHEMA_CHANGED, schema.gone",
        "3D000, SCHEMA_CHANGED, database.gone",
        "0A000, BUG, unforeseen",
        "42601, BUG, unforeseen",
        "XX000, BUG, unforeseen",
        "25P02, BUG, unforeseen",
        "P0002, BUG, unforeseen",
    })
    void classify_eachSqlState(String sqlState, FailureKind kind, String code) {
        Failure failure = Failures.classify(sqlState, null);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.sqlState()).isEqualTo(sqlState);
        assertThat(failure.sentence()).endsWith(".");
        assertThat(failure.remedy()).endsWith(".");
    }

    @Test
    void classify_byMessage() {
        assertThat(Failures.classify("42501", "query would be affected by row-level security policy for table \"x\"")
                        .code())
                .isEqualTo("row.security");
        assertThat(Failures.classify("0A000", "cached plan must not change result type")
                        .kind())
                .isEqualTo(FailureKind.SCHEMA_CHANGED);
    }

    @Test
    void classify_unknown() {
        assertThat(Failures.classify(null, null).kind()).isEqualTo(FailureKind.BUG);
        assertThat(Failures.classify("", null).kind()).isEqualTo(FailureKind.BUG);
    }

    @Property
    void classify_anything(@ForAll @NotEmpty String sqlState, @ForAll String message) {
        assertThat(Failures.classify(sqlState, message)).isNotNull();
    }

    @Test
    void kinds_haveOneRemedyEach() {
        for (FailureKind kind : FailureKind.values()) {
            int ways = (kind.repeatable() ? 1 : 0)
                    + (kind.holds() ? 1 : 0)
                    + (kind.pauses() ? 1 : 0)
                    + (kind == FailureKind.POISON ? 1 : 0);
            assertThat(ways).as(kind.name()).isOne();
        }
    }
}
