// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableCursorTest {
    private static final TableCursor.Row ROW = new TableCursor.Row(4_294_967_295L, "(17,3)");

    @Test
    void cursor_isReadBackAsWritten() {
        TableCursor within = new TableCursor(8, 24, Optional.of(ROW));

        assertThat(within.written()).isEqualTo("blocks 8-24 after 4294967295 (17,3)");
        assertThat(TableCursor.parse(within.written())).contains(within);
        assertThat(TableCursor.parse(TableCursor.START.written())).contains(TableCursor.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42", "blocks", "blocks 1-2 after 3", "", "(1,2)"})
    void id_isNoCursor(String written) {
        assertThat(TableCursor.parse(written)).isEmpty();
    }

    @Test
    void ranges_followEachOther_andGrowWhereRowsAreFew() {
        TableCursor cursor = new TableCursor(8, 24, Optional.empty());

        assertThat(cursor.next(0, 100)).isEqualTo(new TableCursor(24, 56, Optional.empty()));
        assertThat(cursor.next(49, 100)).isEqualTo(new TableCursor(24, 56, Optional.empty()));
        assertThat(cursor.next(50, 100)).isEqualTo(new TableCursor(24, 40, Optional.empty()));
        assertThat(new TableCursor(0, 8_192, Optional.empty()).next(0, 100).until())
                .isEqualTo(2 * 8_192);
    }

    @Test
    void ranges_shrinkWhereAPageDidNotHoldOne() {
        TableCursor whole = new TableCursor(8, 24, Optional.empty()).after(ROW);

        assertThat(whole.next(10, 100)).isEqualTo(new TableCursor(24, 32, Optional.empty()));
        assertThat(new TableCursor(8, 9, Optional.of(ROW)).next(10, 100))
                .isEqualTo(new TableCursor(9, 10, Optional.empty()));
    }
}
