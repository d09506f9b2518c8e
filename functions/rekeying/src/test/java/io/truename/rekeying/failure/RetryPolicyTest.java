// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void delay_doublesToTheLongest() {
        RetryPolicy policy = new RetryPolicy(5, Duration.ofMillis(100), Duration.ofMillis(500));
        assertThat(policy.delay(1, () -> 0)).contains(Duration.ofMillis(100));
        assertThat(policy.delay(2, () -> 0)).contains(Duration.ofMillis(200));
        assertThat(policy.delay(3, () -> 0)).contains(Duration.ofMillis(400));
        assertThat(policy.delay(4, () -> 0)).contains(Duration.ofMillis(500));
        assertThat(policy.delay(5, () -> 0)).isEmpty();
    }

    @Property
    void delay_isBounded(
            @ForAll @IntRange(min = 1, max = 1000) int failed,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
        for (FailureKind kind : FailureKind.values()) {
            RetryPolicy.of(kind).ifPresent(policy -> {
                assertThat(policy.delay(failed, () -> random).isPresent()).isEqualTo(failed < policy.attempts());
                policy.delay(failed, () -> random)
                        .ifPresent(delay ->
                                assertThat(delay).isBetween(policy.first().dividedBy(2), policy.longest()));
            });
        }
    }

    @Test
    void policy_illegal() {
        assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RetryPolicy.CONNECTION.delay(0, () -> 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
