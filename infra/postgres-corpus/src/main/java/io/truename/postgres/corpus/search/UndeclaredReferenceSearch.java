// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.search.SearchState.TableSearch;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Search of a database for ids of the corpus in columns that neither the mapping nor a foreign key names. It reads each table once, for
 * all its columns of text, UUIDs, arrays and JSON: a small table whole, a large one in slices of blocks that are spread evenly. Every
 * token like an id is looked up among the ids, so the search does not depend on the ids that are tried, and no other UUID is found.
 *
 * <p>Read-only. Each slice is a transaction of its own. If a table cannot be read, the result says why, and the search goes on: it does
 * not wait for locks, and reads fewer blocks at once where a statement takes too long.
 */
public final class UndeclaredReferenceSearch {
    private static final Duration MOST_OF_THE_CATALOG = Duration.ofSeconds(20);
    private static final String LOCKED = "lock.timeout";
    private static final String TOO_LONG = "statement.timeout";

    private final CorpusSchema schema;
    private final SearchLimits limits;
    private final IdLookup ids;

    /** Creates a search for the ids of a corpus. */
    public UndeclaredReferenceSearch(CorpusSchema schema, SearchLimits limits) {
        this.schema = schema;
        this.limits = limits;
        this.ids = new IdLookup(schema);
    }

    /** State of a search, and whether it has ended. */
    public record Progress(SearchState state, boolean ended) {}

    /**
     * Continues until the end or until time is up; reads at least one slice.
     *
     * @param session without a transaction
     */
    public Progress goOn(Session session, SearchState from, BooleanSupplier timeIsUp) {
        List<SearchedTable> open = open(session, from);
        SearchState state = from.nextStep();
        for (int i = 0; i < open.size(); i++) {
            do {
                long begun = System.nanoTime();
                state = next(session, open.get(i), state).spent(System.nanoTime() - begun);
                boolean ended = i == open.size() - 1 && state.current() == null;
                if (!ended && timeIsUp.getAsBoolean()) {
                    return new Progress(state, false);
                }
            } while (state.current() != null);
        }
        return new Progress(state, true);
    }

    /** Tables not searched yet, those in the schemas of the corpus first: where time ends a search, they matter most. */
    private List<SearchedTable> open(Session session, SearchState from) {
        Set<String> own = Stream.concat(
                        Stream.of(schema.documents().table()),
                        schema.chunks().stream().map(CorpusSchema.ChunkTable::table))
                .map(TableName::schema)
                .collect(Collectors.toSet());
        Comparator<TableName> order = Comparator.<TableName, Boolean>comparing(name -> !own.contains(name.schema()))
                .thenComparing(TableName::schema)
                .thenComparing(TableName::name);
        TableName last = from.last();
        return reading(session, MOST_OF_THE_CATALOG, () -> SearchedTable.all(session, own)).stream()
                .filter(table -> last == null || order.compare(table.name(), last) > 0)
                .sorted(Comparator.comparing(SearchedTable::name, order))
                .toList();
    }

    /** Reads one slice, or passes a table. */
    private SearchState next(Session session, SearchedTable table, SearchState state) {
        if (!table.obstacle().isEmpty()) {
            return state.notSearched(table.name(), table.obstacle());
        }
        TableSearch current = state.current();
        TableSearch at =
                current != null && current.table().equals(table.name()) ? current : TableSearch.begin(table.name());
        if (at.slice() == 0 && state.nanos() > limits.whole().toNanos()) {
            return state.notSearched(
                    table.name(), "The time for the search, " + limits.whole().toSeconds() + " s, was over.");
        }
        try {
            Optional<Slice> slice = reading(session, limits.statement(), () -> slice(session, table, at));
            return slice.map(read -> read.last ? ended(table, state, read.read, read.sample) : state.within(read.read))
                    .orElseGet(() -> state.passed(table.name()));
        } catch (SqlException failed) {
            return failed(table, state, at, failed);
        }
    }

    /**
     * A slice that was read.
     *
     * @param last whether no further one is read
     * @param sample whether a part of the table was not read, if this is the last
     */
    private record Slice(TableSearch read, boolean last, boolean sample) {}

    /** Reads the next slice of a table; empty if no column of it can hold a reference. */
    private Optional<Slice> slice(Session session, SearchedTable table, TableSearch at) {
        long begun = System.nanoTime();
        CoveredPlaces covered = new CoveredPlaces(schema, table.name());
        List<SearchedColumn> columns = SearchedColumn.of(session, table.oid()).stream()
                .filter(column -> !covered.covers(column))
                .toList();
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        SpreadBlocks blocks =
                SpreadBlocks.of(TableBlocks.of(session, TableSql.quoted(table.name())), limits.blocks(), at.width());
        if (at.slice() >= blocks.slices()) {
            // The table has become smaller.
            return Optional.of(new Slice(at, true, false));
        }
        ReferenceTally tally = new ReferenceTally(at.groups());
        long from = blocks.start(at.slice());
        SliceReader.Count count =
                new SliceReader(session, table, columns, ids, covered, tally).read(from, from + blocks.width());
        TableSearch read = at.read(count.rows(), count.large(), System.nanoTime() - begun, tally.groups());
        boolean all = read.slice() >= blocks.slices();
        boolean enough =
                read.rows() >= limits.rows() || read.nanos() >= limits.table().toNanos();
        return Optional.of(new Slice(read, all || enough, !all || !blocks.whole()));
    }

    private SearchState ended(SearchedTable table, SearchState state, TableSearch read, boolean sample) {
        Coverage coverage = new Coverage(table, ids);
        SearchState ended = state.searched(
                read,
                sample,
                new ReferenceTally(read.groups())
                        .largest(read.rows()).stream()
                                .map(group -> coverage.found(group, read.rows()))
                                .toList());
        return read.large() == 0
                ? ended
                : ended.told(
                        table.name(),
                        read.large() + " values of JSON or arrays were not read: each takes more than "
                                + SliceSql.LARGEST / 1024 + " kB.");
    }

    /** Tells why a table, or the rest of it, is not searched; throws errors that concern the whole database. */
    private SearchState failed(SearchedTable table, SearchState state, TableSearch at, SqlException failed) {
        Failure failure = SqlFailures.of(failed);
        if (failed.connectionLost()
                || failure.kind() == FailureKind.CONNECTION
                || failure.kind().holds()) {
            throw failed;
        }
        boolean tooLong = failure.code().equals(TOO_LONG);
        if (tooLong && at.width() != 1) {
            return state.within(at.narrower(SpreadBlocks.smaller(at.width(), limits.blocks())));
        }
        String reason = tooLong
                ? "Reading one of its blocks took longer than "
                        + limits.statement().toMillis() + " ms."
                : failure.code().equals(LOCKED) ? "Another session had locked it. Assess again." : failure.sentence();
        return at.rows() == 0
                ? state.notSearched(table.name(), reason)
                : ended(table, state, at, true)
                        .told(table.name(), reason + " Before that, " + at.rows() + " of its rows were searched.");
    }

    private <T> T reading(Session session, Duration longest, Supplier<T> work) {
        return session.inTransaction(() -> {
            session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = "
                    + longest.toMillis() + "; SET LOCAL lock_timeout = "
                    + limits.lock().toMillis() + "; " + PlannerSettings.BY_INDEX);
            return work.get();
        });
    }
}
