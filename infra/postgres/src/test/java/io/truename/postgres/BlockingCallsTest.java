// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.r2dbc.postgresql.api.ErrorDetails;
import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.postgresql.message.backend.Field;
import io.r2dbc.postgresql.message.backend.Field.FieldType;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class BlockingCallsTest {
    private static final class Said extends R2dbcNonTransientResourceException implements PostgresqlException {
        private static final long serialVersionUID = 1;
        private final transient ErrorDetails details;

        Said(ErrorDetails details) {
            this.details = details;
        }

        @Override
        public ErrorDetails getErrorDetails() {
            return details;
        }
    }

    /** PgBouncer sends its severity in one form only. */
    @Test
    void error_ofAPooler_isReported() {
        SqlException refused = failure(new ErrorDetails(List.of(
                new Field(FieldType.SEVERITY_LOCALIZED, "FATAL"),
                new Field(FieldType.CODE, "08P01"),
                new Field(FieldType.MESSAGE, "unsupported startup parameter: extra_float_digits"))));
        assertThat(refused.reported()).isTrue();
        assertThat(refused.connectionLost()).isTrue();
        assertThat(refused.explanation()).isEqualTo("unsupported startup parameter: extra_float_digits");
    }

    @Test
    void error_thatTheDriverMakesUp_isALostConnection() {
        SqlException lost = failure(ErrorDetails.fromCodeAndMessage("08006", "Connection unexpectedly closed"));
        assertThat(lost.reported()).isFalse();
        assertThat(lost.sqlState()).isEqualTo("08006");
    }

    @Test
    void severity_ofAServerInAnotherLanguage_isUnderstood() {
        assertThat(failure(new ErrorDetails(List.of(
                                new Field(FieldType.SEVERITY_LOCALIZED, "PANIK"),
                                new Field(FieldType.SEVERITY_NON_LOCALIZED, "PANIC"),
                                new Field(FieldType.CODE, "53100"),
                                new Field(FieldType.MESSAGE, "voll"))))
                        .connectionLost())
                .isTrue();
    }

    private static SqlException failure(ErrorDetails details) {
        return catchThrowableOfType(
                SqlException.class, () -> BlockingCalls.await(Mono.error(new Said(details)), Duration.ofSeconds(5)));
    }
}
