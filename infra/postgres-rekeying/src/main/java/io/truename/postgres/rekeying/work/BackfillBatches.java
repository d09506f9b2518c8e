// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.BackfillSchema;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.backfill.BackfillKey;
import io.truename.postgres.rekeying.backfill.BackfillQuarantine;
import io.truename.postgres.rekeying.backfill.BackfillRecords;
import io.truename.postgres.rekeying.backfill.BackfillWriter;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.Quarantines;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.failure.BatchDecision;
import io.truename.rekeying.run.Direction;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Batches of a backfill, in the order of keys: forward those of the corpus, back those of the record. The run stores the place with each
 * whole page, so that a page of which parts were committed is read again after a crash; rows that are done are not written again.
 */
final class BackfillBatches implements Batches<BackfillKey> {
    /** Maximum number of rows of a page when the page before it had nothing to write. */
    private static final int MOST_READ = 5_000;

    private final Session session;
    private final LeaseToken lease;
    private final RunView run;
    private final BackfillWriter writer;
    private final BackfillRecords records;
    private final BackfillQuarantine quarantine;

    private Optional<BackfillRecords.Place> place;
    private List<BackfillKey> page = List.of();
    /** Rows of the page that are neither committed nor set aside. */
    private final Set<BackfillKey> open = new HashSet<>();

    private int least;

    BackfillBatches(Session session, LeaseToken lease, RunView run, BackfillSchema schema) {
        this.session = session;
        this.lease = lease;
        this.run = run;
        this.writer = new BackfillWriter(schema, run.number());
        this.records = new BackfillRecords(schema, run.number());
        this.quarantine = new BackfillQuarantine(schema, run.number());
        this.place = records.place(session);
    }

    @Override
    public List<BackfillKey> next(int rows) {
        while (place.isPresent()) {
            BackfillRecords.Place here = place.get();
            page = forward()
                    ? writer.next(session, here.source(), here.after(), Math.max(rows, least))
                    : writer.nextBack(session, here.source(), here.after(), rows);
            if (!page.isEmpty()) {
                // A page that failed is picked again.
                open.clear();
                open.addAll(page);
                return page;
            }
            records.passed(session, here.source());
            place = records.place(session);
        }
        return List.of();
    }

    /** Ends rows of the page; behind the last of them, the next page begins. */
    private void end(Collection<BackfillKey> rows) {
        open.removeAll(rows);
        if (open.isEmpty()) {
            place = place.map(here -> new BackfillRecords.Place(here.source(), Optional.of(last())));
        }
    }

    private String last() {
        return page.get(page.size() - 1).key();
    }

    private boolean forward() {
        return run.direction() == Direction.FORWARD;
    }

    @Override
    public boolean waitForOthers() {
        return false;
    }

    @Override
    public BatchSummary move(List<BackfillKey> batch, BatchOptions options) {
        Optional<String> last = batch.size() == open.size() ? Optional.of(last()) : Optional.empty();
        BatchSummary moved = forward()
                ? writer.forward(session, lease, batch, last, options)
                : writer.back(session, lease, batch, last, options);
        end(batch);
        least = moved.rows() > 0 ? 0 : Math.min(MOST_READ, 2 * batch.size());
        return moved;
    }

    @Override
    public long rows(List<BackfillKey> batch) {
        return batch.size();
    }

    @Override
    public void setAside(BackfillKey row, BatchDecision.Quarantine why) {
        quarantine.add(session, lease, run.direction(), row, why.code(), why.reason(), why.sqlState());
        end(List.of(row));
    }

    @Override
    public Quarantines.Share share() {
        return quarantine.share(session, run.direction());
    }

    @Override
    public String tooMany(Quarantines.Share share) {
        return share.quarantined() + " of " + share.tried()
                + " rows are in quarantine; the limit is a share of "
                + run.settings().quarantineLimit() + ". "
                + FinishingWork.whatToDo(run);
    }
}
