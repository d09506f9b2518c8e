// SPDX-License-Identifier: Apache-2.0
package io.truename.cloudsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceNameTest {
    @Test
    void parse_projectAndInstance() {
        assertThat(InstanceName.parse("my-project:corpus")).isEqualTo(new InstanceName("my-project", "corpus"));
        assertThat(InstanceName.parse("example.com:my-project:corpus"))
                .isEqualTo(new InstanceName("example.com:my-project", "corpus"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "corpus", "my-project:", ":corpus", "my-project:co/rpus", "My:Corpus"})
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> InstanceName.parse(text)).hasMessageContaining("project:instance");
    }
}
