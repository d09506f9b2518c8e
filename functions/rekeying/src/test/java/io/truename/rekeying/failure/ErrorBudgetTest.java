// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBudgetTest {
    @ParameterizedTest
    @CsvSource({
        "0.01, 19, 19, false",
        "0.01, 20, 2, false",
        "0.01, 20, 3, true",
        "0.01, 300, 3, false",
        "0.01, 299, 3, true",
        "0.5, 100, 50, false",
        "0.5, 100, 51, true",
        "0, 1, 1, true",
        "0, 1000, 0, false",
        "1, 1000, 1000, false",
    })
    void burnt_table(double limit, long tried, long quarantined, boolean burnt) {
        assertThat(new ErrorBudget(limit).burnt(tried, quarantined)).isEqualTo(burnt);
    }

    @ParameterizedTest
    @CsvSource({
        "0.01, 20, 2, false",
        "0.01, 20, 3, true",
        "0.01, 3, 3, true",
        "0.01, 2, 2, false",
        "0.15, 20, 3, false",
        "0, 1, 1, true",
        "1, 10, 10, false",
    })
    void burntAtEnd_table(double limit, long tried, long quarantined, boolean burnt) {
        assertThat(new ErrorBudget(limit).burntAtEnd(tried, quarantined)).isEqualTo(burnt);
    }

    @Property
    void burnt_staysSoWithMoreQuarantined(
            @ForAll @DoubleRange(min = 0, max = 1) double limit,
            @ForAll @IntRange(min = 0, max = 2000) int tried,
            @ForAll @IntRange(min = 0, max = 2000) int quarantined) {
        if (quarantined < tried && new ErrorBudget(limit).burnt(tried, quarantined)) {
            assertThat(new ErrorBudget(limit).burnt(tried, quarantined + 1)).isTrue();
        }
    }

    @Test
    void budget_illegal() {
        assertThatThrownBy(() -> new ErrorBudget(1.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErrorBudget(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErrorBudget(0.1).burnt(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
