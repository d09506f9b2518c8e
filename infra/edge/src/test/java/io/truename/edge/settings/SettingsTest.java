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

    @Test
    void typedSettings_areCheckedByTheirRules() {
        Settings good = new Settings(Map.of("N", "16", "URL", "https://host/v1/", "T", "text")::get);
        assertThat(good.wholeNumber("N", 1, 1, 16)).isEqualTo(16);
        assertThat(good.wholeNumber("UNSET", 1, 1, 16)).isEqualTo(1);
        assertThat(good.rootUrl("URL")).contains("https://host/v1/");
        assertThat(good.optional("T", text -> text)).contains("text");
        assertThat(good.optional("UNSET", text -> text)).isEmpty();
        good.refuseBad();

        Settings bad = new Settings(Map.of("N", "17", "M", "x", "URL", "https://host", "F", "ftp://host/")::get);
        bad.wholeNumber("N", 1, 1, 16);
        bad.wholeNumber("M", 1, 1, 16);
        bad.rootUrl("URL");
        bad.rootUrl("F");
        assertThatThrownBy(bad::refuseBad)
                .hasMessageContaining("N: must be a whole number from 1 to 16")
                .hasMessageContaining("M: must be a whole number from 1 to 16")
                .hasMessageContaining("URL: must be http://host:port/ or https://host/")
                .hasMessageContaining("F: must be http://host:port/ or https://host/");
    }

    @Test
    void refuseBad_namesVariablesAsPeopleKnowThem() {
        Settings settings =
                new Settings(Map.of("A", "x", "AB", "y", "TRUENAME_SETTING_NAMES", "A=--first,C=--third,broken")::get);
        settings.read("A", 0, SettingsTest::odd);
        settings.read("AB", 0, SettingsTest::odd);
        assertThatThrownBy(settings::refuseBad)
                .hasMessageContaining("--first: must be odd")
                .hasMessageContaining("AB: must be odd");
    }

    private static Integer odd(String text) {
        throw new IllegalArgumentException("must be odd");
    }
}
