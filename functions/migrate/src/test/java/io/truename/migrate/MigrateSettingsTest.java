// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.edge.settings.Settings;
import io.truename.edge.settings.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrateSettingsTest {
    /** Catches a topic that is set and never gets a message, without a word. */
    @Test
    void renamesTopic_withoutAProject_isRefused() {
        Map<String, String> topic = Map.of("TRUENAME_RENAMES_TOPIC", "document-renames");

        assertThatThrownBy(() -> MigrateSettings.read(new Settings(topic::get)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("TRUENAME_RENAMES_TOPIC: needs GOOGLE_CLOUD_PROJECT");
        Map<String, String> both = Map.of("TRUENAME_RENAMES_TOPIC", "document-renames", "GOOGLE_CLOUD_PROJECT", "p1");
        assertThat(MigrateSettings.read(new Settings(both::get)).renamesTopic()).contains("document-renames");
    }
}
