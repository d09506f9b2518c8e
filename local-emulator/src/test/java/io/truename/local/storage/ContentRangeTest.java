// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {
    @ParameterizedTest
    @CsvSource({
        // A part that is not the last, the last, a question, a question by one who knows the size.
        "bytes 0-262143/*, 262144, false",
        "bytes 0-262143/262150, 262144, false",
        "bytes 262144-262149/262150, 262150, true",
        "bytes */*, 262144, false",
        "bytes */262144, 262144, true",
        "bytes */262144, 0, false"
    })
    void completes_atTheTotal(String header, long size, boolean complete) {
        assertThat(ContentRange.of(Optional.of(header)).completes(size)).isEqualTo(complete);
    }

    @Test
    void completes_withoutTheHeader() {
        assertThat(ContentRange.of(Optional.empty()).completes(7)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "bytes 1-2", "bytes 0-99/*", "bytes 0-99/50", "items 0-1/2", "bytes a-b/c"})
    void illegal_isRefused(String header) {
        assertThatThrownBy(() -> ContentRange.of(Optional.of(header)))
                .isInstanceOf(StorageError.class)
                .hasMessageContaining("Content-Range");
    }
}
