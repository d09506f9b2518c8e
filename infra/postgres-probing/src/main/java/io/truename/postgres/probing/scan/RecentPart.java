// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.probing.finding.Cause;
import io.truename.probing.scan.CorpusChecks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Documents that were created since the watermark, with their chunks, in the order of their times. */
final class RecentPart implements ScanPart {
    private static final int PAGE = 500;

    private final CorpusSchema schema;
    private final DocumentPart documents;
    private final Database database;
    private final Database corpus;

    RecentPart(CorpusSchema schema, CorpusChecks.State prior, Database database, Database corpus) {
        this.schema = schema;
        this.documents = new DocumentPart(schema, prior, corpus);
        this.database = database;
        this.corpus = corpus;
    }

    @Override
    public String name() {
        return "recent documents " + schema.documents().table();
    }

    @Override
    public boolean covers(Cause cause) {
        return false;
    }

    @Override
    public boolean isEssential() {
        return true;
    }

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        Optional<Column> created = schema.documents()
                .createdAt()
                .filter(column ->
                        column.type().startsWith("timestamp") || column.type().equals("date"));
        if (created.isEmpty()) {
            state.notLookedAt(
                    "recent documents of " + schema.documents().table(),
                    "The mapping names no column of timestamptz, timestamp or date (documents.createdAt); full scans look at them.");
            return true;
        }
        if (!created.get().type().contains("with time zone")) {
            state.notLookedAt(
                    "time zone of " + created.get().name(), "The column has none; its times are taken as UTC.");
        }
        if (state.from.isEmpty()) {
            begin(state);
            // Documents are read in a later snapshot: this one may lack some that were there at the noted moment.
            return false;
        }
        CorpusChecks checks = documents.checks(state.checks);
        session.execute(PlannerSettings.BY_INDEX);
        String time = RecipeSql.column(created.get(), "d");
        String id = RecipeSql.column(schema.documents().id(), "d");
        double settled = System.currentTimeMillis() / 1000.0 - DocumentPart.SETTLED_SECONDS;
        String place = "(" + time + ", " + id + ")";
        String key = "(CAST($2 AS timestamptz), CAST($3 AS "
                + schema.documents().id().type() + "))";
        Optional<Place> until;
        do {
            String after =
                    state.after.isEmpty() ? time + " >= CAST($2 AS timestamptz) AND $3 = ''" : place + " > " + key;
            Object[] begin = {state.afterTime.or(() -> state.from).orElseThrow(), state.after.orElse("")};
            until = session.find(
                    "/* truename:scan */ SELECT " + time + "::timestamptz::text AS time, " + id + "::text AS id FROM "
                            + TableSql.quoted(schema.documents().table()) + " d WHERE " + after + " ORDER BY " + time
                            + ", " + id + " OFFSET $1 - 1 LIMIT 1",
                    row -> new Place(row.text("time"), row.text("id")),
                    (long) PAGE,
                    begin[0],
                    begin[1]);
            String end = until.map(last -> " AND " + place + " <= (CAST($4 AS timestamptz), CAST($5 AS "
                            + schema.documents().id().type() + "))")
                    .orElse("");
            List<Object> values = new ArrayList<>(List.of(begin));
            until.ifPresent(last -> values.addAll(List.of(last.time(), last.id())));
            CorpusPage page = documents.reader().some(session, " WHERE " + after + end, values);
            DocumentPart.pass(session, page, checks, run, settled);
            long rows = page.documents() + page.chunks();
            state.rows += rows;
            state.corpusRows += rows;
            until.ifPresent(last -> {
                state.after = Optional.of(last.id());
                state.afterTime = Optional.of(last.time());
            });
        } while (until.isPresent() && !timeIsUp.getAsBoolean());
        state.checks = checks.state();
        return until.isEmpty();
    }

    /** Place in the order of times; all documents of one moment may be more than a page, so that the id decides among them. */
    private record Place(String time, String id) {}

    private void begin(ScanState state) {
        Watermarks.Moment now = corpus.with(Watermarks::now);
        Optional<Instant> watermark = database.with(Watermarks::current);
        Optional<Instant> next = database.with(ours -> Watermarks.note(ours, now));
        Instant from = watermark.or(now::at).orElseGet(Instant::now);
        state.from = Optional.of(from.minus(Watermarks.OVERLAP).toString());
        state.watermark = next.map(Instant::toString);
    }
}
