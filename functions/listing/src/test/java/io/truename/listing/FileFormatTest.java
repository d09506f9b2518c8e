// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileFormatTest {
    @ParameterizedTest
    @CsvSource({
        "a.csv, CSV",
        "x/B.CSV.GZ, CSV",
        "a.json, JSON_LINES",
        "a.jsonl.gz, JSON_LINES",
        "a.csv.ndjson, JSON_LINES"
    })
    void named_byItsEnd(String name, FileFormat format) {
        assertThat(FileFormat.named(name)).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "csv", "a.csv.gz.gz", ".gz", ""})
    void named_byNoEndThatIsKnown_isRefused(String name) {
        assertThatThrownBy(() -> FileFormat.named(name)).hasMessageContaining("must end in .csv");
    }

    @Test
    void packed_isUnpacked() throws IOException {
        byte[] plain = {1, 2, 3};
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(plain);
        }
        try (InputStream stream = FileFormat.unpacked("a.json.GZ", new ByteArrayInputStream(packed.toByteArray()))) {
            assertThat(stream.readAllBytes()).isEqualTo(plain);
        }
    }
}
