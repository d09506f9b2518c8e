// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import io.truename.probing.stage.Stage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parts of SQL that are the same for each stage. {@code S_} in a template stands for the prefix of the stage's columns, {@code S#} for its word. */
final class StageSql {
    private static final String COLUMNS = "S_id, S_first, S_last, S_seconds, S_said, S_seen, S_wrong";

    /** All columns of a document but {@code found_last} and {@code missed_last}. */
    static final String DOCUMENT_COLUMNS = "id, owner, known, first_at, " + each(COLUMNS) + ", found_last, missed_last";

    /**
     * Adds a row to the one that is there. The result does not depend on the order of events: of two ids of one stage, that of the
     * later event stays, and of two events at the same time the greater id. The id of a skip, which has no time, gives way to any other.
     */
    static final String ADD = " ON CONFLICT (id) DO UPDATE SET"
            + " owner = CASE WHEN d.known = excluded.known THEN least(d.owner, excluded.owner)"
            + " WHEN d.known THEN coalesce(d.owner, excluded.owner) ELSE coalesce(excluded.owner, d.owner) END,"
            + " known = d.known OR excluded.known, first_at = least(d.first_at, excluded.first_at), "
            + each("S_id = CASE WHEN (coalesce(excluded.S_last, '-infinity'), excluded.S_id)"
                    + " > (coalesce(d.S_last, '-infinity'), d.S_id) THEN excluded.S_id ELSE coalesce(d.S_id, excluded.S_id) END,"
                    + " S_first = least(d.S_first, excluded.S_first), S_last = greatest(d.S_last, excluded.S_last),"
                    + " S_seconds = greatest(d.S_seconds, excluded.S_seconds), S_said = greatest(d.S_said, excluded.S_said),"
                    + " S_seen = nullif(coalesce(d.S_seen, 0) + coalesce(excluded.S_seen, 0), 0),"
                    + " S_wrong = nullif(coalesce(d.S_wrong, 0) + coalesce(excluded.S_wrong, 0), 0)")
            + ", found_last = greatest(d.found_last, excluded.found_last),"
            + " missed_last = greatest(d.missed_last, excluded.missed_last)";

    private StageSql() {}

    /** The template for each stage, separated by commas. */
    static String each(String template) {
        return each(stage -> of(stage, template), ", ");
    }

    /** A text for each stage. */
    static String each(Function<Stage, String> text, String separator) {
        return Arrays.stream(Stage.values()).map(text).collect(Collectors.joining(separator));
    }

    /** The template for one stage. */
    static String of(Stage stage, String template) {
        return template.replace("S_", stage.word() + "_").replace("S#", stage.word());
    }

    /** A time of microseconds since 1970. */
    static String time(String micros) {
        return "(timestamptz 'epoch' + " + micros + " * interval '1 microsecond')";
    }

    /** Microseconds since 1970, as {@link #time} reads them. */
    static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
