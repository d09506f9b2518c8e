// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.edge.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MappingSourceTest {
    @TempDir
    Path folder;

    @Test
    void file_isReadEachTime() throws Exception {
        Path file = Files.writeString(folder.resolve("mapping.yaml"), "first");
        MappingSource source = MappingSource.File.named(file.toString());
        assertThat(source.yaml()).isEqualTo("first");
        Files.writeString(file, "corrected");
        assertThat(source.yaml()).isEqualTo("corrected");
    }

    @Test
    void file_thatCannotServe_saysWhatHelps() throws Exception {
        Path file = folder.resolve("mapping.yaml");
        MappingSource source = MappingSource.File.named(file.toString());
        assertThatThrownBy(source::yaml)
                .isInstanceOf(NotSetUpException.class)
                .hasMessageContaining("cannot be read: put the mapping there");
        Files.write(file, new byte[] {(byte) 0xff});
        assertThatThrownBy(source::yaml).hasMessageContaining("no text in UTF-8");
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThatThrownBy(source::yaml).hasMessageContaining("more than 1 MiB");
    }

    @Test
    void settings_takeOneOfThem() {
        assertThatThrownBy(() -> read(Map.of("TRUENAME_MAPPING", "x", "TRUENAME_MAPPING_FILE", "y")))
                .hasMessageContaining("TRUENAME_MAPPING_FILE: must be left out where TRUENAME_MAPPING is set");
    }

    private static CorpusSettings read(Map<String, String> environment) {
        Settings settings = new Settings(environment::get);
        CorpusSettings read = CorpusSettings.read(settings);
        settings.refuseBad();
        return read;
    }
}
