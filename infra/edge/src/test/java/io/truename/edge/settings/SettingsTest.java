// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void read_unsetOrBlank_isTheDefault() {
        Settings settings = new Settings(Map.of("BLANK", "  ")::get);
        assertThat(settings.read("UNSET", 7, Integer::valueOf)).isEqualTo(7);
        assertThat(settings.read("BLANK", 7, Integer::valueOf)).isEqualTo(7);
        settings.refuseBad();
    }

    @Test
    void refuseBad_namesEveryBadVariable() {
        Settings settings = new Settings(Map.of("A", "x", "B", "2", "C", "y")::get);
        settings.read("A", 0, SettingsTest::odd);
        assertThat(settings.read("B", 0, Integer::valueOf)).isEqualTo(2);
        settings.read("C", 0, SettingsTest::odd);
        assertThatThrownBy(settings::refuseBad)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("A: must be odd")
                .hasMessageContaining("C: must be odd")
                .hasMessageNotContaining("B:");
    }

    private static Integer odd(String text) {
        throw new IllegalArgumentException("must be odd");
    }
}
