// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownAnswersTest {
    @Test
    void firstDisagreement_onThisPlatform() {
        assertThat(KnownAnswers.firstDisagreement()).isEmpty();
        assertThat(KnownAnswers.count()).isEqualTo(7);
    }
}
