// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import static io.truename.postgres.rekeying.batch.BackfillState.HELD;
import static io.truename.postgres.rekeying.batch.BackfillState.PLANNED;
import static io.truename.postgres.rekeying.batch.BackfillState.QUARANTINED;
import static io.truename.postgres.rekeying.batch.BackfillState.SKIPPED;
import static io.truename.postgres.rekeying.batch.BackfillState.WRITTEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.backfill.BackfillPage.Write;
import io.truename.postgres.rekeying.batch.BackfillState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Decisions on rows whose true ids are X, unless a test says otherwise. */
class BackfillPageTest {
    private static final UUID X = UUID.fromString("11111111-1111-5111-8111-111111111111");
    private static final UUID Y = UUID.fromString("22222222-2222-5222-8222-222222222222");

    @Test
    void row_isWritten_andItsOldValueRecorded() {
        BackfillPage page = page(WRITTEN, Map.of(), Map.of()).with(List.of(row("1", "old", X)));

        assertThat(page.writes()).containsExactly(new Write("1", Optional.of("old"), Optional.of(X.toString())));
        assertThat(page.entries()).containsExactly(entry("1", "old", X, WRITTEN));
        assertThat(page.done()).isEqualTo(1);
        assertThat(page.planned()).isEqualTo(1);
    }

    @Test
    void row_isOnlyRecorded_whilePlanning() {
        BackfillPage page = page(PLANNED, Map.of(), Map.of()).with(List.of(row("1", null, X)));

        assertThat(page.writes()).isEmpty();
        assertThat(page.entries()).containsExactly(entry("1", null, X, PLANNED));
        assertThat(page.done()).isZero();
    }

    @Test
    void plannedRow_isCountedOnce() {
        BackfillPage page = page(WRITTEN, Map.of("1", entry("1", null, X, PLANNED)), Map.of())
                .with(List.of(row("1", null, X)));

        assertThat(page.planned()).isZero();
        assertThat(page.done()).isEqualTo(1);
    }

    @Test
    void writtenRow_isLeftAlone() {
        BackfillEntry written = entry("1", null, X, WRITTEN);
        BackfillPage page =
                page(WRITTEN, Map.of("1", written), Map.of(X, written)).with(List.of(row("1", X.toString(), X)));

        assertThat(page.writes()).isEmpty();
        assertThat(page.entries()).isEmpty();
    }

    @Test
    void rowWrittenBefore_whoseInputsChanged_keepsItsFirstOldValue() {
        BackfillPage page = page(WRITTEN, Map.of("1", entry("1", "old", Y, WRITTEN)), Map.of())
                .with(List.of(row("1", Y.toString(), X)));

        assertThat(page.writes()).containsExactly(new Write("1", Optional.of(Y.toString()), Optional.of(X.toString())));
        assertThat(page.entries()).containsExactly(entry("1", "old", X, WRITTEN));
        assertThat(page.done()).isZero();
    }

    @Test
    void rowThatHasItInUpperCase_isLeftAlone() {
        UUID letters = UUID.fromString("abcdefab-cdef-5bcd-8fab-cdefabcdefab");
        String upper = "ABCDEFAB-CDEF-5BCD-8FAB-CDEFABCDEFAB";
        BackfillPage page = page(WRITTEN, Map.of(), Map.of()).with(List.of(row("1", upper, letters)));

        assertThat(page.writes()).isEmpty();
        assertThat(page.entries()).containsExactly(entry("1", upper, letters, HELD));
    }

    @Test
    void secondOfTwo_isSkipped() {
        BackfillPage page = page(WRITTEN, Map.of(), Map.of()).with(List.of(row("1", null, X), row("2", null, X)));

        assertThat(page.writes()).extracting(Write::key).containsExactly("1");
        assertThat(page.entries()).containsExactly(entry("1", null, X, WRITTEN), entry("2", null, X, SKIPPED));
    }

    @Test
    void rowThatHasIt_comesBeforeOneThatHasNot() {
        BackfillPage page =
                page(WRITTEN, Map.of(), Map.of()).with(List.of(row("1", null, X), row("2", X.toString(), X)));

        assertThat(page.writes()).isEmpty();
        assertThat(page.entries())
                .containsExactlyInAnyOrder(entry("2", X.toString(), X, HELD), entry("1", null, X, SKIPPED));
    }

    @Test
    void rowThatHasIt_takesItFromOneThatWasPlannedOnAnEarlierPage() {
        BackfillEntry planned = entry("1", null, X, PLANNED);
        BackfillPage page = page(PLANNED, Map.of(), Map.of(X, planned)).with(List.of(row("2", X.toString(), X)));

        assertThat(page.entries())
                .containsExactlyInAnyOrder(entry("1", null, X, SKIPPED), entry("2", X.toString(), X, HELD));
        assertThat(page.planned()).isEqualTo(-1);
    }

    @Test
    void rowThatBecomesADuplicate_getsItsOldValueBack() {
        BackfillPage page = page(
                        WRITTEN, Map.of("2", entry("2", "old", Y, WRITTEN)), Map.of(X, entry("1", null, X, WRITTEN)))
                .with(List.of(row("2", Y.toString(), X)));

        assertThat(page.writes()).containsExactly(new Write("2", Optional.of(Y.toString()), Optional.of("old")));
        assertThat(page.entries()).containsExactly(entry("2", "old", X, SKIPPED));
        assertThat(page.done()).isEqualTo(-1);
    }

    @Test
    void rowInQuarantine_isNotTried() {
        BackfillPage page = page(WRITTEN, Map.of("1", entry("1", null, X, QUARANTINED)), Map.of())
                .with(List.of(row("1", null, X)));

        assertThat(page.writes()).isEmpty();
        assertThat(page.entries()).isEmpty();
    }

    @Test
    void keyThatIsReplaced_isFoundByItsNewValue() {
        BackfillPage page = new BackfillPage(
                        true, true, WRITTEN, Map.of(X.toString(), entry("old", "old", X, WRITTEN)), Map.of())
                .with(List.of(row(X.toString(), X.toString(), Y)));

        assertThat(page.writes())
                .containsExactly(new Write(X.toString(), Optional.of(X.toString()), Optional.of(Y.toString())));
        assertThat(page.entries()).containsExactly(entry("old", "old", Y, WRITTEN));
    }

    private static BackfillPage page(
            BackfillState written, Map<String, BackfillEntry> known, Map<UUID, BackfillEntry> holders) {
        return new BackfillPage(true, false, written, known, holders);
    }

    private static KeyedRow row(String key, @Nullable String stored, UUID trueId) {
        return new KeyedRow(key, Optional.ofNullable(stored), Optional.of(trueId), "");
    }

    private static BackfillEntry entry(String key, @Nullable String before, UUID trueId, BackfillState state) {
        return new BackfillEntry(key, Optional.ofNullable(before), trueId, state);
    }
}
