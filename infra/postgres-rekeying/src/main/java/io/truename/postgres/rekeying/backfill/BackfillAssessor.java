// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.truename.corpus.assess.BackfillTally;
import io.truename.corpus.assess.BackfillTally.OfTable;
import io.truename.corpus.schema.BackfillSchema;
import io.truename.identity.UuidText;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SliceSize;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Read-only assessment of a corpus whose true ids stand beside its keys: reads every row once, in slices, and computes its true id. It stores
 * its place in {@code truename.assessment}, so that any instance can go on.
 */
public final class BackfillAssessor {
    private static final int FEWEST_ROWS = 500;
    private static final int MOST_ROWS = 20_000;
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(1);
    private static final JsonMapper JSON = new JsonMapper();

    private final BackfillSchema schema;
    private final KeyedRows rows;
    private final List<BackfillSql> sql;

    /** Creates an assessor of a corpus. */
    public BackfillAssessor(BackfillSchema schema) {
        this.schema = schema;
        this.rows = new KeyedRows(new IndependentNames(schema.corpus()));
        this.sql = IntStream.range(0, schema.tables().size())
                .mapToObj(source -> new BackfillSql(schema, source))
                .toList();
    }

    /**
     * Goes on with an assessment until the end or until time is up; reads at least one slice, unless it has read all. If its tables are
     * others than those of the schema, because somebody changed the mapping, it begins anew.
     *
     * @param session without a transaction
     * @return the counts so far; empty if the assessment no longer runs, or another instance has gone on with it
     */
    public Optional<BackfillTally> tick(Session session, UUID assessment, BooleanSupplier timeIsUp) {
        Optional<BackfillTally> from = stored(session, assessment);
        int steps = from.map(BackfillTally::steps).orElse(0);
        BackfillTally begin = begin(steps);
        BackfillTally tally = from.filter(begin::sameTables).orElse(begin).nextStep();
        SliceSize size = new SliceSize(FEWEST_ROWS, MOST_ROWS);
        // It is complete already if an instance was killed before it made the report.
        boolean timeLeft = true;
        while (!tally.complete() && timeLeft) {
            BackfillTally now = tally;
            int most = size.begin();
            tally = session.inTransaction(() -> {
                session.execute(
                        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = "
                                + LONGEST_STATEMENT.toMillis() + "; " + PlannerSettings.BY_INDEX);
                return slice(session, now, most);
            });
            size.end();
            timeLeft = !timeIsUp.getAsBoolean();
        }
        return store(session, assessment, steps, tally) ? Optional.of(tally) : Optional.empty();
    }

    private BackfillTally begin(int steps) {
        return BackfillTally.begin(
                steps,
                schema.tables().stream()
                        .map(table -> OfTable.begin(
                                table.name().toString(), table.trueId().isPresent()))
                        .toList());
    }

    private static Optional<BackfillTally> stored(Session session, UUID assessment) {
        return session.find(
                        "SELECT report #>> '{beside}' AS beside FROM truename.assessment WHERE id = $1",
                        row -> row.find("beside", String.class),
                        assessment)
                .flatMap(beside -> beside)
                .map(BackfillAssessor::read);
    }

    private static BackfillTally read(String json) {
        try {
            return JSON.readValue(json, BackfillTally.class);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static boolean store(Session session, UUID assessment, int stepsBefore, BackfillTally now) {
        return session.update(
                        "UPDATE truename.assessment SET report = $2::jsonb WHERE id = $1 AND state = 'RUNNING'"
                                + " AND coalesce((report #>> '{beside,steps}')::integer, 0) = $3",
                        assessment,
                        JSON.createObjectNode()
                                .set("beside", JSON.valueToTree(now))
                                .toString(),
                        stepsBefore)
                == 1;
    }

    private BackfillTally slice(Session session, BackfillTally tally, int most) {
        int source = tally.source();
        String after = tally.after();
        List<String> keys = after == null
                ? session.list(sql.get(source).firstKeys, row -> row.text("key"), most)
                : session.list(sql.get(source).nextKeys, row -> row.text("key"), most, after);
        if (keys.isEmpty()) {
            return tally.passed();
        }
        List<KeyedRow> read = rows.read(session, source, sql.get(source), keys.toArray(String[]::new), false);
        OfTable so = tally.tables().get(source);
        long held = 0;
        long other = 0;
        long unnamed = 0;
        for (KeyedRow row : read) {
            Optional<UUID> stored = row.stored().filter(UuidText::isUuid).map(UuidText::parse);
            if (row.trueId().isEmpty()) {
                unnamed++;
            } else if (stored.equals(row.trueId())) {
                held++;
            } else if (row.stored().isPresent()) {
                other++;
            }
        }
        return tally.read(
                new OfTable(
                        so.table(),
                        so.stored(),
                        so.rows() + read.size(),
                        so.held() + held,
                        so.other() + other,
                        so.unnamed() + unnamed,
                        so.shared()
                                .with(read.stream()
                                        .flatMap(row -> row.trueId().stream())
                                        .toList())),
                keys.get(keys.size() - 1));
    }
}
