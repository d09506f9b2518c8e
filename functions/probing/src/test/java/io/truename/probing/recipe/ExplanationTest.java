// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExplanationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ID_RANDOM | v4 | Its version is v4.",
                "ID_WRONG_RECIPE | namespace.dns content.upper | Computed under the DNS namespace of RFC 9562, with the content's hash in upper case.",
                "ID_WRONG_RECIPE | unexplained.v5 | No known recipe explains it; its version is v5.",
                "USER_CANNOT_RETRIEVE | chunk.id | The reason is the id of one of its chunks.",
                "INPUT_ILLEGAL | absent | The value is absent.",
                "CHUNKS_MISSING | embedded | The status is embedded.",
                "ORDINAL_GAP | markdown:1 | The chunker and its version are markdown:1.",
                "STAGE_STUCK | parsed | The detail is parsed.",
            })
    void detail_asASentence(FindingKind kind, String detail, String sentence) {
        assertThat(Explanation.of(new Cause(kind, "a.b", "c", detail))).isEqualTo(sentence);
    }

    @ParameterizedTest
    @EnumSource
    void detail_absent(FindingKind kind) {
        assertThat(Explanation.of(new Cause(kind, "a.b", "c"))).isEmpty();
        assertThat(Explanation.of(new Cause(kind, "", "", Cause.FURTHER)))
                .isEqualTo("More causes of this kind than are kept apart.");
    }

    @Test
    void phrases_areOfEveryDeviation() {
        assertThat(Deviations.phrase("ordinal.padded-4")).isEqualTo("with the ordinal padded to 4 digits");
        assertThat(Deviations.phrase("missing.version")).isEqualTo("without version");
        assertThat(Deviations.phrase("bytes.mixed-endian")).contains("GUID");
    }
}
