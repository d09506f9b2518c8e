// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.ServerError;
import io.truename.postgres.SqlException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "23505, false", // another request was faster
        "23503, false",
        "23P01, false",
        "40001, false",
        "40P01, false",
        "55P03, false",
        "53300, false",
        "23514, true", // a value that should have been checked
        "22001, true",
        "42601, true",
    })
    void oursInARequest_isNoLostRace(String sqlState, boolean ours) {
        SqlException failed = new SqlException(
                new ServerError(sqlState, false, "no", "", "", "", "", "", "", ""), new IllegalStateException());
        assertThat(SqlFailures.oursInARequest(SqlFailures.of(failed), failed)).isEqualTo(ours);
        assertThat(SqlFailures.ofARequest(SqlFailures.of(failed), failed)).endsWith("end the request again.");
    }
}
