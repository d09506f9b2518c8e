// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.listing.ListedLine.Field;
import io.truename.listing.ListedLine.Problem;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListedLineTest {
    private static final String HASH = "ab".repeat(32);
    private static final String ID = "6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42";

    @Test
    void names_areCanonical() {
        ListedLine line = ListedLine.of(ID.toUpperCase(Locale.ROOT), HASH.toUpperCase(Locale.ROOT), "7");
        assertThat(line.owner()).contains(ID);
        assertThat(line.hash()).contains(HASH);
        assertThat(line.size()).isEqualTo(OptionalLong.of(7));
        assertThat(line.problems()).isEmpty();
    }

    @Test
    void fieldsThatAreAbsent_areToldAsAbsent() {
        for (Object absent : new Object[] {null, ""}) {
            ListedLine line = ListedLine.of(absent, absent, absent);
            assertThat(line.owner()).isEmpty();
            assertThat(line.hash()).isEmpty();
            assertThat(line.size()).isEmpty();
            assertThat(line.problems()).allMatch(Problem::absent);
            assertThat(line.problems().stream().map(Problem::field)).containsExactly(Field.values());
        }
    }

    @Test
    void oneFieldThatIsWrong_leavesTheOthers() {
        ListedLine user = ListedLine.of("a n", HASH.toUpperCase(Locale.ROOT), 1);
        assertThat(user.owner()).contains("a n");
        assertThat(user.hash()).contains(HASH);
        assertThat(user.problems())
                .containsExactly(
                        new Problem(Field.USER, false, "must be 1 to 256 printable ASCII characters without spaces"));
        ListedLine hash = ListedLine.of("ann", "abc", 1);
        assertThat(hash.owner()).contains("ann");
        assertThat(hash.hash()).isEmpty();
        assertThat(hash.problems().get(0).sentence()).isEqualTo("hash: must be the file's SHA-256: 64 hex digits");
        assertThat(ListedLine.of(true, HASH, 1).owner()).isEmpty();
        assertThat(ListedLine.of(List.of("ann"), HASH, 1).problems().get(0).absent())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "' 12 ', 12", "1e2, 100", "3.0, 3", "9223372036854775807, 9223372036854775807"})
    void size_isAWholeNumber(String text, long size) {
        assertThat(ListedLine.of("ann", HASH, text).size()).hasValue(size);
    }

    @ParameterizedTest
    @CsvSource({"-1", "1.5", "9223372036854775808", "1e400000", "0x10", "NaN", "' '"})
    void size_thatIsNone_isToldAsWrong(String text) {
        ListedLine line = ListedLine.of("ann", HASH, text);
        assertThat(line.size()).isEmpty();
        assertThat(line.problems()).hasSize(1).noneMatch(Problem::absent);
    }
}
