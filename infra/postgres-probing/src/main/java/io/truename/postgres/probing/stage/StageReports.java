// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.probing.stage.Stage;
import io.truename.probing.stage.StageIds;
import io.truename.probing.stage.StagePair;
import io.truename.probing.stage.StageReport;
import io.truename.probing.stage.StageTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads how stages agree over the documents of a window. Bounded: of more than {@link #MOST_DOCUMENTS} the newest are looked at, and a
 * statement that takes too long fails.
 */
public final class StageReports {
    public static final Duration LONGEST_WINDOW = Duration.ofDays(7);

    /** Maximum number of documents that a report looks at. */
    public static final int MOST_DOCUMENTS = 100_000;

    /** Until the usual time of a stage is known, its rows are counted this long after its latest event. */
    private static final Duration SETTLED = Duration.ofMinutes(15);

    private static final int MOST_SAMPLES = 10;

    private static final String LOOKED =
            "WITH looked AS MATERIALIZED (SELECT * FROM truename.stage_document" + " WHERE first_at >= "
                    + StageSql.time("$1") + " ORDER BY first_at DESC LIMIT " + MOST_DOCUMENTS + ") SELECT ";

    private static final String FROM = " FROM looked";

    private final Database database;

    public StageReports(Database database) {
        this.database = database;
    }

    /** Stages from which an event of one of the newest documents came. */
    public Set<Stage> inUse() {
        return database.inTransaction(session -> {
            bound(session);
            return inUse(session);
        });
    }

    /** Reads the report of documents whose first event is from {@code since} on. */
    public StageReport read(Instant since, Instant now) {
        return database.inTransaction(session -> {
            bound(session);
            List<Stage> stages = List.copyOf(inUse(session));
            List<StageTime> times = times(session, stages, since);
            List<StagePair> pairs = pairs(session, stages, times, since, now);
            List<StageIds> ids = ids(session, stages, times, since, now);
            long documents = session.one(
                    LOOKED + "count(*) AS documents" + FROM, row -> row.number("documents"), StageSql.micros(since));
            return new StageReport(since, documents, documents < MOST_DOCUMENTS, ids, pairs, times);
        });
    }

    private static void bound(Session session) {
        session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                + " SET LOCAL statement_timeout = '10s'; SET LOCAL max_parallel_workers_per_gather = 0");
    }

    static Set<Stage> inUse(Session session) {
        return session.one(
                LOOKED + StageSql.each("coalesce(bool_or(S_id IS NOT NULL), false) AS S_used") + FROM,
                row -> Arrays.stream(Stage.values())
                        .filter(stage -> row.flag(stage.word() + "_used"))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Stage.class))),
                StageSql.micros(Instant.EPOCH));
    }

    private static List<StageTime> times(Session session, List<Stage> stages, Instant since) {
        List<String> columns = new ArrayList<>();
        List<Function<Session.Fields, StageTime>> readers = new ArrayList<>();
        for (int i = 1; i < stages.size() && stages.get(i) != Stage.RETRIEVED; i++) {
            Stage from = stages.get(i - 1);
            Stage to = stages.get(i);
            String took = StageSql.of(to, "greatest(0, extract(epoch FROM S_first - %s_first)::double precision)")
                    .formatted(from.word());
            String both = " FILTER (WHERE " + StageSql.of(to, "S_first") + " IS NOT NULL AND " + from.word()
                    + "_first IS NOT NULL)";
            String name = to.word();
            columns.add("count(*)" + both + " AS " + name + "_count");
            columns.add("coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY " + took + ")" + both + ", 0) AS " + name
                    + "_median");
            columns.add("coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY " + took + ")" + both + ", 0) AS " + name
                    + "_p99");
            columns.add("coalesce(max(" + took + ")" + both + ", 0) AS " + name + "_longest");
            columns.add("percentile_cont(0.5) WITHIN GROUP (ORDER BY " + name + "_seconds) AS " + name + "_working");
            readers.add(row -> new StageTime(
                    from,
                    to,
                    row.number(name + "_count"),
                    seconds(row.get(name + "_median", Double.class)),
                    seconds(row.get(name + "_p99", Double.class)),
                    seconds(row.get(name + "_longest", Double.class)),
                    row.find(name + "_working", Double.class).map(StageReports::seconds)));
        }
        return oneRow(session, columns, readers, since);
    }

    private static List<StagePair> pairs(
            Session session, List<Stage> stages, List<StageTime> times, Instant since, Instant now) {
        List<String> columns = new ArrayList<>();
        List<Function<Session.Fields, StagePair>> readers = new ArrayList<>();
        for (int i = 1; i < stages.size(); i++) {
            Stage from = stages.get(i - 1);
            Stage to = stages.get(i);
            String name = from.word() + "_" + to.word();
            String both = from.word() + "_id IS NOT NULL AND " + to.word() + "_id IS NOT NULL";
            String same = from.word() + "_id = " + to.word() + "_id";
            String gone = gone(from, to, limit(times, to), now);
            String absent = to == Stage.RETRIEVED
                    ? "false"
                    // Nothing is due after a skip, which has no time.
                    : from.word() + "_first IS NOT NULL AND " + to.word() + "_id IS NULL AND NOT (" + gone + ")";
            String fulfilled = to == Stage.RETRIEVED ? " AND NOT (" + gone + ")" : "";
            columns.add(count(both + " AND " + same + fulfilled, name + "_agree"));
            columns.add(count(both + " AND NOT " + same + fulfilled, name + "_differ"));
            columns.add(count(gone, name + "_missing"));
            columns.add(count(absent, name + "_waiting"));
            columns.add(samples(both + " AND NOT " + same + fulfilled, name + "_differing"));
            columns.add(samples(gone, name + "_gone"));
            readers.add(row -> new StagePair(
                    from,
                    to,
                    row.number(name + "_agree"),
                    row.number(name + "_differ"),
                    row.number(name + "_missing"),
                    row.number(name + "_waiting"),
                    list(row, name + "_differing"),
                    list(row, name + "_gone")));
        }
        return oneRow(session, columns, readers, since);
    }

    /** Condition of documents that did not come out of a stage, or that a user asked for and did not get. */
    private static String gone(Stage from, Stage to, Optional<Duration> limit, Instant now) {
        if (to == Stage.RETRIEVED) {
            // Never NULL: its negation must hold for documents that nobody has missed.
            return from.word()
                    + "_id IS NOT NULL AND missed_last IS NOT NULL AND missed_last > coalesce(found_last, '-infinity')";
        }
        return limit.map(usual -> from.word() + "_id IS NOT NULL AND " + to.word() + "_id IS NULL AND " + from.word()
                        + "_first < " + StageSql.time(String.valueOf(StageSql.micros(now.minus(usual)))))
                .orElse("false");
    }

    private static List<StageIds> ids(
            Session session, List<Stage> stages, List<StageTime> times, Instant since, Instant now) {
        List<String> columns = new ArrayList<>();
        List<Function<Session.Fields, StageIds>> readers = new ArrayList<>();
        for (Stage stage : stages) {
            String name = stage.word();
            String fewer = fewer(stage, limit(times, stage).orElse(SETTLED), now);
            columns.add(count(name + "_id IS NOT NULL", name + "_documents"));
            columns.add(count("known AND " + name + "_id = id", name + "_right"));
            columns.add(count("known AND " + name + "_id <> id", name + "_wrong_ids"));
            columns.add(count("NOT known AND " + name + "_id IS NOT NULL", name + "_unknown"));
            columns.add("coalesce(sum(" + name + "_wrong), 0)::bigint AS " + name + "_wrong_chunks");
            columns.add(count(fewer, name + "_fewer"));
            columns.add(samples(fewer, name + "_samples"));
            readers.add(row -> new StageIds(
                    stage,
                    row.number(name + "_documents"),
                    row.number(name + "_right"),
                    row.number(name + "_wrong_ids"),
                    row.number(name + "_unknown"),
                    row.number(name + "_wrong_chunks"),
                    row.number(name + "_fewer"),
                    list(row, name + "_samples")));
        }
        return oneRow(session, columns, readers, since);
    }

    /** Condition of documents of which a stage wrote fewer rows than it or the chunker said. */
    private static String fewer(Stage stage, Duration settled, Instant now) {
        String before = " AND " + stage.word() + "_last < "
                + StageSql.time(String.valueOf(StageSql.micros(now.minus(settled))));
        return switch (stage) {
            case CHUNKED -> "chunked_seen < chunked_said" + before;
            case EMBEDDED -> "greatest(embedded_said, embedded_seen) < greatest(chunked_said, chunked_seen)" + before;
            case UPLOADED, PARSED, RETRIEVED -> "false";
        };
    }

    private static Optional<Duration> limit(List<StageTime> times, Stage stage) {
        return times.stream().filter(time -> time.stage() == stage).findFirst().flatMap(StageTime::limit);
    }

    private static String count(String condition, String name) {
        return "count(*) FILTER (WHERE " + condition + ") AS " + name;
    }

    private static String samples(String condition, String name) {
        return "(array_agg(id) FILTER (WHERE " + condition + "))[1:" + MOST_SAMPLES + "] AS " + name;
    }

    private static List<String> list(Session.Fields row, String column) {
        return row.find(column, UUID[].class)
                .map(ids -> Arrays.stream(ids).map(UUID::toString).toList())
                .orElse(List.of());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** Reads a row with many columns, from which each reader makes one value. */
    private static <T> List<T> oneRow(
            Session session, List<String> columns, List<Function<Session.Fields, T>> readers, Instant since) {
        if (columns.isEmpty()) {
            return List.of();
        }
        return session.one(
                LOOKED + String.join(", ", columns) + FROM,
                row -> readers.stream().map(reader -> reader.apply(row)).toList(),
                StageSql.micros(since));
    }

    /** Columns of a document's stages, as {@link #used} reads them. */
    static String usedColumns() {
        return StageSql.each("S_id");
    }

    /** Id that each stage used. */
    static Map<Stage, UUID> used(Session.Fields row) {
        return Arrays.stream(Stage.values())
                .filter(stage -> row.find(stage.word() + "_id", UUID.class).isPresent())
                .collect(Collectors.toMap(stage -> stage, stage -> row.get(stage.word() + "_id", UUID.class)));
    }
}
