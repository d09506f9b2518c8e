// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.billing.BillingException;
import io.truename.costing.cost.CostRow;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.reporting.CostImport;
import io.truename.postgres.reporting.CostImport.Imported;
import io.truename.postgres.reporting.CostImport.Whole;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Importer of billed costs: all rows of a source, in one transaction, or none. There is no way to leave bad rows out: a bill with holes
 * looks like a saving.
 */
public final class CostImporter {
    /** The most rows of an import. */
    public static final int MOST_ROWS = 500_000;

    /** The most problems that are told. */
    public static final int MOST_PROBLEMS = 100;

    private final Database database;

    public CostImporter(Database database) {
        this.database = database;
    }

    /**
     * Import that is asked for.
     *
     * @param part as {@link CostImport#begin} takes it
     * @param whole likewise
     */
    public record Order(String part, Optional<Whole> whole, Instant now) {}

    /**
     * Problem of a line.
     *
     * @param message begins with the field, if it is of one
     */
    public record LineProblem(long line, String message) {}

    /**
     * Outcome of an import. With problems or a conflict, nothing was imported.
     *
     * @param conflict account and day that would be in two exports
     */
    public record Result(long rows, long replaced, List<LineProblem> problems, Optional<String> conflict) {}

    /** Rows of a source. */
    private interface Source {
        void read(Predicate<CostRow> taker, CostFile.Problems problems) throws IOException;
    }

    /**
     * Imports a file. The caller closes the stream.
     *
     * @throws IOException if the stream breaks off
     */
    public Result file(CostFile format, InputStream stream, Order order) throws IOException {
        return imported(order, (taker, problems) -> format.read(stream, taker, problems));
    }

    /**
     * Imports the rows that a reader gives to a taker.
     *
     * @throws BillingException as the reader does
     */
    public Result rows(Consumer<Predicate<CostRow>> reader, Order order) {
        try {
            return imported(order, (taker, problems) -> reader.accept(taker));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Result imported(Order order, Source source) throws IOException {
        try (Session session = database.open()) {
            session.begin();
            Result result = imported(session, order, source);
            if (result.problems().isEmpty() && result.conflict().isEmpty()) {
                session.commit();
            } else {
                session.rollback();
            }
            return result;
        }
    }

    private static Result imported(Session session, Order order, Source source) throws IOException {
        Rows rows = new Rows(CostImport.begin(session, order.part(), order.whole(), order.now()), order.whole());
        source.read(rows::take, rows::problem);
        return rows.finish();
    }

    /** Rows on their way into the database, in batches. */
    private static final class Rows {
        private final CostImport next;
        private final Optional<Whole> whole;
        private final List<CostRow> batch = new ArrayList<>(CostImport.BATCH);
        private final List<LineProblem> problems = new ArrayList<>();
        private long taken;

        Rows(CostImport next, Optional<Whole> whole) {
            this.next = next;
            this.whole = whole;
        }

        boolean take(CostRow row) {
            taken++;
            if (taken == MOST_ROWS + 1L) {
                return problem(0, "there are more than " + MOST_ROWS + " rows; split the file, and name each part");
            }
            if (whole.isPresent() && !whole.get().holds(row)) {
                return problem(
                        0,
                        "usage_start_time: " + row.from()
                                + " is not within from and until; send rows of that time only");
            }
            if (problems.isEmpty()) {
                batch.add(row);
                if (batch.size() == CostImport.BATCH) {
                    next.add(batch);
                    batch.clear();
                }
            }
            return taken <= MOST_ROWS;
        }

        boolean problem(long line, String message) {
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(new LineProblem(line, message));
            }
            return problems.size() < MOST_PROBLEMS;
        }

        Result finish() {
            if (taken == 0 && whole.isEmpty()) {
                problem(0, "there is no row; send the file with its rows");
            }
            if (!problems.isEmpty()) {
                return new Result(0, 0, List.copyOf(problems), Optional.empty());
            }
            next.add(batch);
            Imported done = next.finish();
            return new Result(done.rows(), done.replaced(), List.of(), done.conflict());
        }
    }
}
