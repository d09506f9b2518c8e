// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.failure.FailureKind;
import io.truename.corpus.schema.BackfillSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.rekeying.backfill.BackfillKey;
import io.truename.postgres.rekeying.backfill.BackfillRecords;
import io.truename.postgres.rekeying.backfill.BackfillWriter;
import io.truename.postgres.rekeying.backfill.BackfillWriter.Sample;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.move.RefusedMoveException;
import io.truename.postgres.rekeying.plan.Preflight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Trial of a backfill: writes the first rows of each table and rolls back, to measure the cost and to see which values the corpus refuses.
 */
final class BackfillTrial {
    private static final int ROWS = 500;
    private static final int ROWS_TRIED_ALONE = 20;
    private static final String QUERY_CANCELLED = "57014";

    private final Session session;
    private final BackfillWriter writer;
    private final BackfillRecords records;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    BackfillTrial(Session session, BackfillWriter writer, BackfillRecords records) {
        this.session = session;
        this.writer = writer;
        this.records = records;
    }

    /** Measurements and findings of a trial. */
    record Result(List<Sample> samples, List<Finding> findings) {
        Result {
            samples = List.copyOf(samples);
            findings = List.copyOf(findings);
        }

        void record(Session session, int run) {
            session.update(
                    "UPDATE truename.run SET preflight = preflight || jsonb_build_object('sample', jsonb_build_object("
                            + "'documents', $2::integer, 'chunks', $3::bigint, 'rows', $4::bigint, 'seconds', $5::float8,"
                            + " 'walBytes', $6::bigint)) WHERE number = $1",
                    run,
                    samples.stream().mapToInt(Sample::documents).sum(),
                    samples.stream().mapToLong(Sample::chunks).sum(),
                    samples.stream().mapToLong(Sample::rows).sum(),
                    samples.stream().mapToDouble(Sample::seconds).sum(),
                    samples.stream().mapToLong(Sample::walBytes).sum());
        }
    }

    /**
     * Tries each table.
     *
     * @param timeLeft renews the lease; when it says no, refused rows are not tried alone
     */
    Result run(BackfillSchema schema, BooleanSupplier timeLeft) {
        for (int source = 0; source < schema.tables().size(); source++) {
            List<BackfillKey> rows = records.planned(session, source, ROWS);
            if (!rows.isEmpty()) {
                boolean mayTry = timeLeft.getAsBoolean();
                table(schema.tables().get(source).name().toString(), rows, mayTry ? timeLeft : () -> false);
            }
        }
        return new Result(samples, findings);
    }

    private void table(String name, List<BackfillKey> rows, BooleanSupplier timeLeft) {
        Optional<String> refusal = attempt(rows);
        if (refusal.isEmpty()) {
            return;
        }
        int tried = 0;
        int refused = 0;
        while (tried < Math.min(rows.size(), ROWS_TRIED_ALONE) && (tried == 0 || timeLeft.getAsBoolean())) {
            refused += attempt(rows.subList(tried, tried + 1)).isPresent() ? 1 : 0;
            tried++;
        }
        findings.add(
                new Finding(
                        refused == tried ? Severity.REFUSAL : Severity.WARNING,
                        Preflight.CODES + "sample.refused",
                        name,
                        refused + " of the first " + tried + " rows, tried alone, cannot be written: " + refusal.get(),
                        "Remove what the message names (a trigger, a rule or a constraint that refuses the column), then plan again."));
    }

    /** Writes rows and rolls back; returns the reason if the corpus refuses them. */
    private Optional<String> attempt(List<BackfillKey> rows) {
        try {
            samples.add(writer.sample(session, rows));
            return Optional.empty();
        } catch (RefusedMoveException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        } catch (SqlException failed) {
            if (failed.sqlState().equals(QUERY_CANCELLED)) {
                return Optional.of("a statement took longer than the "
                        + BatchOptions.USUAL.longestStatement().toSeconds() + " seconds that it may take.");
            }
            if (SqlFailures.of(failed).kind() != FailureKind.POISON) {
                throw failed;
            }
            return Optional.of(failed.explanation());
        }
    }
}
