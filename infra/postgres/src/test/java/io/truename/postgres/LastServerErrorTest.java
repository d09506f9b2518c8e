// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LastServerErrorTest {
    private final AtomicLong now = new AtomicLong();
    private final LastServerError last = new LastServerError(now::get);

    private static SqlException diskFull(boolean endsSession) {
        return new SqlException(
                new ServerError("53100", endsSession, "No space left on device", "", "", "", "", "", "", ""),
                new Exception());
    }

    private static SqlException notReached() {
        return new SqlException("08001", "No connection could be made", new Exception());
    }

    @Test
    void failureWithoutWords_isExplainedByTheLastError() {
        last.with(diskFull(true));

        assertThat(last.with(notReached()))
                .hasMessageContaining(
                        "No connection could be made. Last error of the database: No space left on device")
                .extracting(SqlException::sqlState)
                .isEqualTo("53100");
    }

    /** Another session of a server that crashes may still be answered. */
    @Test
    void answer_soonAfterTheError_doesNotForgetIt() {
        last.with(diskFull(true));
        now.addAndGet(Duration.ofSeconds(1).toNanos());

        last.answered();

        assertThat(last.with(notReached()).sqlState()).isEqualTo("53100");
    }

    /** A statement that found no room ended nothing: the server goes on. */
    @Test
    void answer_afterAnErrorThatEndedNoSession_forgetsIt() {
        last.with(diskFull(false));

        last.answered();

        assertThat(last.with(notReached()).sqlState()).isEqualTo("08001");
    }

    @Test
    void answer_later_forgetsIt() {
        last.with(diskFull(true));
        now.addAndGet(Duration.ofSeconds(11).toNanos());

        last.answered();

        assertThat(last.with(notReached()).sqlState()).isEqualTo("08001");
    }
}
