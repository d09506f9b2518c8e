// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import io.truename.probing.stage.Stage;
import io.truename.probing.stage.StageAttempt;
import io.truename.probing.stage.StageAttempt.Outcome;
import io.truename.probing.stage.StageEvent;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** New attempts of one transaction, added up by hour and stage. A retrieval is no attempt: it stores nothing that could be skipped. */
final class AttemptSums {
    private static final String[] COUNTS = {
        "attempts",
        "stored",
        "skipped",
        "failed",
        "not_told",
        "bytes_told",
        "avoided_bytes",
        "pages_told",
        "avoided_pages",
        "tokens_told",
        "avoided_tokens"
    };

    static final String UPSERT = "INSERT INTO truename.stage_attempt_hour AS h (hour, stage, slot, "
            + String.join(", ", COUNTS) + ") SELECT " + StageSql.time("e.hour") + ", e.stage, $3::integer, e."
            + String.join(", e.", COUNTS) + " FROM unnest($1::bigint[], $2::text[]" + arrays()
            + ") WITH ORDINALITY AS e(hour, stage, " + String.join(", ", COUNTS)
            + ", place) ORDER BY e.place ON CONFLICT (hour, stage, slot) DO UPDATE SET " + additions();

    private static final Comparator<Place> IN_ORDER =
            Comparator.comparing(Place::hour).thenComparing(Place::stage);

    private final Map<Place, Sum> sums = new TreeMap<>(IN_ORDER);

    private record Place(long hour, String stage) {}

    /** Counts in the order of {@link #COUNTS}. */
    private static final class Sum {
        private final long[] counts = new long[COUNTS.length];

        void add(StageAttempt attempt) {
            counts[0]++;
            counts[attempt.outcome().map(Sum::place).orElse(4)]++;
            avoid(5, attempt.avoidedBytes());
            avoid(7, attempt.avoidedPages());
            avoid(9, attempt.avoidedTokens());
        }

        private static int place(Outcome outcome) {
            return switch (outcome) {
                case STORED -> 1;
                case SKIPPED -> 2;
                case FAILED -> 3;
            };
        }

        private void avoid(int told, Optional<Long> amount) {
            if (amount.isPresent()) {
                counts[told]++;
                counts[told + 1] = Math.addExact(counts[told + 1], amount.get());
            }
        }
    }

    void add(StageEvent event) {
        if (event.stage() != Stage.RETRIEVED) {
            long hour = StageSql.micros(event.at().truncatedTo(ChronoUnit.HOURS));
            sums.computeIfAbsent(new Place(hour, event.stage().word()), absent -> new Sum())
                    .add(event.attempt());
        }
    }

    boolean isEmpty() {
        return sums.isEmpty();
    }

    /**
     * Values of {@link #UPSERT}.
     *
     * @param slot of the rows
     */
    Object[] values(int slot) {
        int count = sums.size();
        Long[] hours = new Long[count];
        String[] stages = new String[count];
        Long[][] counts = new Long[COUNTS.length][count];
        int at = 0;
        for (Map.Entry<Place, Sum> entry : sums.entrySet()) {
            hours[at] = entry.getKey().hour();
            stages[at] = entry.getKey().stage();
            for (int column = 0; column < COUNTS.length; column++) {
                counts[column][at] = entry.getValue().counts[column];
            }
            at++;
        }
        Object[] values = new Object[3 + COUNTS.length];
        values[0] = hours;
        values[1] = stages;
        values[2] = slot;
        System.arraycopy(counts, 0, values, 3, COUNTS.length);
        return values;
    }

    private static String arrays() {
        StringBuilder arrays = new StringBuilder();
        for (int column = 0; column < COUNTS.length; column++) {
            arrays.append(", $").append(column + 4).append("::bigint[]");
        }
        return arrays.toString();
    }

    private static String additions() {
        StringBuilder additions = new StringBuilder();
        for (String column : COUNTS) {
            additions
                    .append(additions.isEmpty() ? "" : ", ")
                    .append(column)
                    .append(" = h.")
                    .append(column)
                    .append(" + excluded.")
                    .append(column);
        }
        return additions.toString();
    }
}
