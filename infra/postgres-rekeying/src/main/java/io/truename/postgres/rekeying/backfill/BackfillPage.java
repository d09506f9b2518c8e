// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import io.truename.identity.UuidText;
import io.truename.postgres.rekeying.batch.BackfillState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Page of a backfill: compares rows with their records, and decides which columns and which records to write. The first of several rows
 * with one true id gets it, and a row that has it already comes before one that has not. Has no side effects.
 */
final class BackfillPage {
    private final boolean stores;
    private final boolean replacesKey;
    private final BackfillState written;
    private final Map<String, BackfillEntry> known;
    private final Map<UUID, BackfillEntry> holders;
    private final List<KeyedRow> refused = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final Map<String, BackfillEntry> entries = new LinkedHashMap<>();
    private int planned;
    private int done;

    /**
     * Creates an empty page.
     *
     * @param stores whether the table has a column for true ids
     * @param replacesKey whether this column is the key
     * @param written state of a row that is to be written: {@code PLANNED}, or {@code WRITTEN} if the caller writes it
     * @param known records by the present key of their rows
     * @param holders records of rows that take one of the page's true ids
     */
    BackfillPage(
            boolean stores,
            boolean replacesKey,
            BackfillState written,
            Map<String, BackfillEntry> known,
            Map<UUID, BackfillEntry> holders) {
        this.stores = stores;
        this.replacesKey = replacesKey;
        this.written = written;
        this.known = known;
        this.holders = new HashMap<>(holders);
    }

    /** Change of a column: from a value to another; empty for null. */
    record Write(String key, Optional<String> from, Optional<String> to) {}

    /** Decides on rows, in the order of their keys; those that have their true ids come first. */
    BackfillPage with(List<KeyedRow> rows) {
        rows.stream().filter(this::has).forEach(row -> decide(row, true));
        rows.stream().filter(row -> !has(row)).forEach(row -> decide(row, false));
        return this;
    }

    private void decide(KeyedRow row, boolean has) {
        Optional<BackfillEntry> before = before(row);
        if ((replacesKey && has)
                || before.filter(entry -> entry.state() == BackfillState.QUARANTINED)
                        .isPresent()) {
            return;
        }
        if (row.trueId().isEmpty()) {
            if (!row.refusal().isEmpty()) {
                refused.add(row);
            }
            return;
        }
        UUID trueId = row.trueId().get();
        String key = before.map(BackfillEntry::key).orElse(row.key());
        BackfillEntry holder = holders.get(trueId);
        if (holder != null && !holder.key().equals(key)) {
            if (!has || holder.state() != BackfillState.PLANNED) {
                skip(row, key, before, trueId);
                return;
            }
            record(holder.in(BackfillState.SKIPPED), Optional.of(holder));
        }
        Optional<String> old = before.filter(entry -> entry.state() == BackfillState.WRITTEN)
                .map(BackfillEntry::before)
                .orElse(row.stored());
        boolean ours =
                before.filter(entry -> entry.state() == BackfillState.WRITTEN).isPresent();
        BackfillState state = has && !ours ? BackfillState.HELD : has ? BackfillState.WRITTEN : written;
        BackfillEntry next = new BackfillEntry(key, old, trueId, state);
        holders.put(trueId, next);
        record(next, before);
        if (!has && stores && written == BackfillState.WRITTEN) {
            writes.add(new Write(row.key(), row.stored(), Optional.of(trueId.toString())));
        }
    }

    private Optional<BackfillEntry> before(KeyedRow row) {
        return Optional.ofNullable(known.get(row.key()));
    }

    private boolean has(KeyedRow row) {
        Optional<UUID> stored = stores
                ? row.stored().filter(UuidText::isUuid).map(UuidText::parse)
                : before(row)
                        .filter(entry -> entry.state() == BackfillState.WRITTEN)
                        .map(BackfillEntry::trueId);
        return stored.isPresent() && stored.equals(row.trueId());
    }

    /** Leaves a row without the true id that another row takes, and takes back an id that the run gave to it before. */
    private void skip(KeyedRow row, String key, Optional<BackfillEntry> before, UUID trueId) {
        Optional<String> old = before.filter(entry -> entry.state() == BackfillState.WRITTEN)
                .map(BackfillEntry::before)
                .orElse(row.stored());
        if (!old.equals(row.stored())) {
            if (written != BackfillState.WRITTEN) {
                return;
            }
            writes.add(new Write(row.key(), row.stored(), old));
        }
        record(new BackfillEntry(key, old, trueId, BackfillState.SKIPPED), before);
    }

    private void record(BackfillEntry next, Optional<BackfillEntry> before) {
        if (before.filter(next::equals).isPresent()) {
            return;
        }
        // A row of this page may have been decided on before, when another of it took its true id.
        Optional<BackfillEntry> last =
                Optional.ofNullable(entries.put(next.key(), next)).or(() -> before);
        planned += (next.state().counts() ? 1 : 0)
                - (last.filter(entry -> entry.state().counts()).isPresent() ? 1 : 0);
        done += (next.state() == BackfillState.WRITTEN ? 1 : 0)
                - (last.filter(entry -> entry.state() == BackfillState.WRITTEN).isPresent() ? 1 : 0);
    }

    /** Rows whose inputs are not legal. */
    List<KeyedRow> refused() {
        return refused;
    }

    List<Write> writes() {
        return writes;
    }

    /** Number of rows that are planned or written and were neither before, minus those the other way round. */
    int planned() {
        return planned;
    }

    /** The same for rows that are written. */
    int done() {
        return done;
    }

    /** Records that differ from those known before. */
    List<BackfillEntry> entries() {
        return List.copyOf(entries.values());
    }
}
