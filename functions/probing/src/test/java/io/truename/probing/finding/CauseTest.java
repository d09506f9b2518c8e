// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseTest {
    @ParameterizedTest
    @CsvSource({
        "ID_RANDOM, upload_pipeline.documents, document_id, v4, c0dd0874ba698798021b5e915a163883",
        "ID_WRONG_RECIPE, upload_pipeline.document_chunks, chunk_id, namespace.dns hash.md5, b58109d279c3e891860c1b7e88270b6b",
        "REFERENCE_ORPHAN, upload_pipeline.events, document_id, '', aafd256f3f3f0dbfa1772920f6d33771",
    })
    void fingerprint_sameForEver(FindingKind kind, String table, String column, String detail, String fingerprint) {
        // A changed fingerprint makes every known finding a new one.
        assertThat(new Cause(kind, table, column, detail).fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void fingerprint_asDocumented() throws Exception {
        byte[] documented = ("\0\0\0\11id.random" + "\0\0\0\3a.b" + "\0\0\0\2id" + "\0\0\0\2\u00e9")
                .getBytes(StandardCharsets.UTF_8);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(documented);
        assertThat(new Cause(FindingKind.ID_RANDOM, "a.b", "id", "\u00e9").fingerprint())
                .isEqualTo(HexFormat.of().formatHex(hash, 0, 16));
    }

    @Test
    void fingerprint_boundariesOfTextsCount() {
        assertThat(new Cause(FindingKind.ID_RANDOM, "ab", "c").fingerprint())
                .isNotEqualTo(new Cause(FindingKind.ID_RANDOM, "a", "bc").fingerprint());
    }

    @Test
    void detail_tooLong() {
        assertThatThrownBy(() -> new Cause(FindingKind.ID_RANDOM, "", "", "x".repeat(301)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("detail");
    }

    @Test
    void kinds_codesAreUniqueAndFound() {
        assertThat(Arrays.stream(FindingKind.values()).map(FindingKind::code).collect(Collectors.toSet()))
                .hasSameSizeAs(FindingKind.values())
                .allMatch(code -> code.matches("[a-z]+\\.[a-z-]+"));
        for (FindingKind kind : FindingKind.values()) {
            assertThat(FindingKind.find(kind.code())).contains(kind);
        }
        assertThat(FindingKind.find("nothing")).isEmpty();
    }
}
