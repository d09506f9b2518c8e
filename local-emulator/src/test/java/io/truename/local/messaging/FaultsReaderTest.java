// SPDX-License-Identifier: Apache-2.0
package io.truename.local.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.local.control.ControlException;
import io.truename.local.pubsub.broker.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FaultsReaderTest {
    private static Faults read(String json) throws JsonProcessingException {
        return FaultsReader.read(new ObjectMapper().readTree(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "60001", "0.5", "null", "true", "\"50\""})
    void killAfterMillis_outOfBounds_isRefusedWithItsBounds(String value) {
        assertThatThrownBy(() -> read("{\"killFunction\":1,\"killAfterMillis\":" + value + "}"))
                .isInstanceOfSatisfying(
                        ControlException.class,
                        refused -> assertThat(refused.status()).isEqualTo(400))
                .hasMessage("killAfterMillis: must be a whole number from 0 to 60000");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 60_000})
    void killAfterMillis_atItsBounds_isTaken(long value) throws JsonProcessingException {
        assertThat(read("{\"killAfterMillis\":" + value + "}").killAfterMillis())
                .isEqualTo(value);
    }

    @Test
    void killAfterMillis_absent_isFifty() throws JsonProcessingException {
        assertThat(read("{\"killFunction\":1}").killAfterMillis()).isEqualTo(50);
    }
}
