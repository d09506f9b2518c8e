// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.corpus.CorpusRun;
import io.truename.local.story.CorpusLogin;
import io.truename.local.story.MismatchException;
import io.truename.local.story.StoryFailedException;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryResult;
import io.truename.local.story.StoryStep;
import io.truename.local.story.migration.Retrieval.Retrieved;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Second chapter of the story. Each step is checked before the next begins. */
final class MigrationChapter {
    private final BrokenPipeline pipeline;
    private final Retrieval retrieval;
    private final MigrationController watch;
    private final CorpusLogin login;
    private final StoryProgress progress;
    private final MigrationFacts facts = new MigrationFacts();

    MigrationChapter(
            BrokenPipeline pipeline,
            Retrieval retrieval,
            MigrationController watch,
            CorpusLogin login,
            StoryProgress progress) {
        this.pipeline = pipeline;
        this.retrieval = retrieval;
        this.watch = watch;
        this.login = login;
        this.progress = progress;
    }

    StoryResult tell() throws InterruptedException, SQLException {
        progress.begin(MigrationStep.STORE, null);
        CorpusRun run = pipeline.store(stored -> progress.add(MigrationStep.STORE, stored));
        progress.end(MigrationStep.STORE);
        Retrieved before = retrieve(run, MigrationStep.BROKEN);
        facts.stored(before);
        if (!before.none()) {
            throw new MismatchException(String.format(
                    "%,d documents with random ids were found under their true ids", before.documentsFound()));
        }
        if (before.documents() == 0) {
            return new StoryResult("There was no file to migrate.", List.of());
        }
        assess();
        RunView planned = plan(MigrationStep.PLAN, before);
        TableChecksums contents = TableChecksums.read(login);
        RunView finished = migrateInUse(run, planned, contents);
        requireAll(retrieve(run, MigrationStep.RETRIEVE));
        rollBack(finished, contents);
        again(run, before);
        return facts.result();
    }

    private Retrieved retrieve(CorpusRun run, StoryStep part) throws SQLException {
        progress.begin(part, null);
        Retrieved retrieved = retrieval.all(run, count -> progress.add(part, count));
        progress.detail(
                part,
                String.format(Locale.ROOT, "%,d of %,d found", retrieved.documentsFound(), retrieved.documents()));
        progress.end(part);
        return retrieved;
    }

    private void assess() throws InterruptedException {
        progress.begin(MigrationStep.ASSESS, null);
        watch.clearTheWay();
        JsonNode report = watch.assess();
        progress.done(MigrationStep.ASSESS, facts.assessed(report));
        progress.detail(MigrationStep.ASSESS, facts.firstFinding());
        progress.end(MigrationStep.ASSESS);
    }

    private RunView plan(StoryStep part, Retrieved stored) throws InterruptedException {
        progress.begin(part, null);
        RunView planned = watch.plan(part);
        if (planned.planned() < stored.documents()) {
            throw new MismatchException(String.format(
                    "%,d documents were planned where %,d have random ids", planned.planned(), stored.documents()));
        }
        progress.done(part, planned.planned());
        progress.end(part);
        return planned;
    }

    /** Migrates under load. The writer then restores its values, so that every column can be compared after the rollback. */
    private RunView migrateInUse(CorpusRun run, RunView planned, TableChecksums before)
            throws InterruptedException, SQLException {
        progress.begin(MigrationStep.MIGRATE, planned.planned());
        RunView finished;
        try (LiveLoad load = LiveLoad.start(login, run)) {
            finished = watch.migrate(planned, MigrationStep.MIGRATE);
            LiveLoad.Figures figures = load.end();
            facts.used(figures);
            if (figures.lostWrites() > 0 || figures.wrongReads() > 0) {
                throw new MismatchException(String.format(
                        "while the corpus was migrated %,d of %,d writes were lost and %,d of %,d reads were wrong",
                        figures.lostWrites(), figures.writes(), figures.wrongReads(), figures.reads()));
            }
            load.takeBack();
        }
        facts.migrated(finished, watch.batches(finished.id()));
        requireNothingLeft(finished);
        if (TableChecksums.read(login).differingFrom(before).isEmpty()) {
            throw new MismatchException("the run is finished, and yet no table has changed");
        }
        progress.end(MigrationStep.MIGRATE);
        return finished;
    }

    private void rollBack(RunView finished, TableChecksums before) throws InterruptedException, SQLException {
        progress.begin(MigrationStep.ROLL_BACK, null);
        watch.rollBack(finished, MigrationStep.ROLL_BACK);
        progress.end(MigrationStep.ROLL_BACK);
        progress.begin(MigrationStep.IDENTICAL, before.rows());
        List<String> differing = before.differingFrom(TableChecksums.read(login));
        if (!differing.isEmpty()) {
            throw new MismatchException(
                    "after the roll back these tables are not as they were before: " + String.join(", ", differing));
        }
        progress.done(MigrationStep.IDENTICAL, before.rows());
        progress.end(MigrationStep.IDENTICAL);
        facts.identical(before);
    }

    private void again(CorpusRun run, Retrieved stored) throws InterruptedException, SQLException {
        progress.begin(MigrationStep.AGAIN, stored.documents());
        RunView planned = watch.plan(MigrationStep.AGAIN);
        requireNothingLeft(watch.migrate(planned, MigrationStep.AGAIN));
        Retrieved retrieved = retrieval.all(run, count -> {});
        requireAll(retrieved);
        facts.retrieved(retrieved);
        progress.end(MigrationStep.AGAIN);
    }

    private static void requireNothingLeft(RunView finished) {
        if (finished.quarantined() > 0 || finished.done() < finished.planned()) {
            throw new StoryFailedException(
                    String.format(
                            "the run %s is finished with %,d of %,d documents done and %,d quarantined: read its report.",
                            finished.id(), finished.done(), finished.planned(), finished.quarantined()),
                    false,
                    null);
        }
    }

    private static void requireAll(Retrieved retrieved) {
        if (!retrieved.all()) {
            throw new MismatchException(String.format(
                    "after the migration %,d of %,d documents and %,d of %,d chunks can be retrieved",
                    retrieved.documentsFound(), retrieved.documents(), retrieved.chunksFound(), retrieved.chunks()));
        }
    }
}
