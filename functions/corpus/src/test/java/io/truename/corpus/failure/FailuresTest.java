// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.failure;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    /** Every code of PostgreSQL's manual, appendix A, as versions 14 to 18 have it. */
    @ParameterizedTest
    @CsvFileSource(resources = "/failure/sqlstates.csv")
    void classify_eachSqlState(String sqlState, String name, FailureKind kind, String code) {
        Failure failure = Failures.classify(sqlState, null);
        assertThat(failure.kind()).as(name).isEqualTo(kind);
        assertThat(failure.code()).as(name).isEqualTo(code);
        assertThat(failure.sqlState()).isEqualTo(sqlState);
        assertThat(failure.ours()).isEqualTo(code.equals("unforeseen"));
        assertThat(failure.sentence()).endsWith(".");
        assertThat(failure.change()).doesNotEndWith(".");
        assertThat(failure.remedy()).endsWith(".");
        assertThat(failure.remedyOfARequest()).endsWith("end the request again.");
    }

    /** A function may raise any code: the code is what the function means, and never a fault of ours or the end of a connection. */
    @ParameterizedTest
    @CsvFileSource(resources = "/failure/sqlstates.csv")
    void classify_raisedInFunction(String sqlState, String name, FailureKind kind) {
        Failure raised = Failures.classify(new DatabaseError(sqlState, "no", false, true));
        assertThat(raised.ours()).as(name).isFalse();
        assertThat(raised.kind()).as(name).isNotIn(FailureKind.CONNECTION, FailureKind.SCHEMA_CHANGED, FailureKind.BUG);
        assertThat(raised.kind() == kind || raised.code().equals("trigger")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "42501, query would be affected by row-level security policy for table x, row.security",
        "42501, permission denied to set parameter \"session_replication_role\", setting.replication-role",
        "42501, permission denied for table x, privilege",
        "0A000, cached plan must not change result type, plan.cached",
        "0A000, cannot do it, unsupported",
        "XX000, tuple concurrently updated, changed.meanwhile",
        "XX000, cache lookup failed for relation 17001, changed.meanwhile",
        "XX000, invalid memory alloc request size 1, server.internal",
        "57014, canceling statement due to user request, statement.cancelled",
        "57014, canceling statement due to statement timeout, statement.timeout",
    })
    void classify_byMessage(String sqlState, String message, String code) {
        assertThat(Failures.classify(sqlState, message).code()).isEqualTo(code);
    }

    @Test
    void classify_connectionThatTheServerMakes_isNotOurs() {
        assertThat(Failures.classify(new DatabaseError("08001", "could not connect", false, false))
                        .code())
                .isEqualTo("remote.connection");
        assertThat(Failures.classify(new DatabaseError("08001", "could not connect", true, false))
                        .code())
                .isEqualTo("connection");
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
