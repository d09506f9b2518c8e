// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketEndpointTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:8904, http://localhost:8904",
        "http://localhost:8904, http://localhost:8904",
        "http://localhost:8904/, http://localhost:8904",
        "[::1]:8904, http://[::1]:8904"
    })
    void url_hasScheme_andNoSlash(String host, String url) {
        assertThat(new BucketEndpoint("p-truename-reports", Optional.of(host)).url())
                .contains(url);
    }

    @Test
    void url_ofGoogle_isTheClients() {
        assertThat(new BucketEndpoint("p-truename-reports", Optional.empty()).url())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ab", "Reports", "-reports", "reports-", "a..b", "a b c", "gs://reports", "reports/2026"})
    void bucket_illegal_isRefused(String bucket) {
        assertThatThrownBy(() -> new BucketEndpoint(bucket, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower-case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:", "https://localhost:1", "http://a:1/storage", "a b:1"})
    void host_illegal_isRefused(String host) {
        assertThatThrownBy(() -> new BucketEndpoint("reports", Optional.of(host)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host:port");
    }
}
