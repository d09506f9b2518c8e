// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.postgres.corpus.validate.ExcludedDocuments;
import io.truename.postgres.corpus.validate.SliceHalves;
import io.truename.postgres.corpus.validate.ValidationSql;
import io.truename.rekeying.run.RunSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Validation of a run: counts the whole corpus before the first row moves and after the last, in slices, and judges the result.
 */
final class Validation {
    private final Session session;
    private final CorpusSchema schema;
    private final int run;
    private final RunSettings settings;
    private final CorpusCount before;
    private final CorpusCount after;

    Validation(Session session, CorpusSchema schema, int run, RunSettings settings) {
        this.session = session;
        this.schema = schema;
        this.run = run;
        this.settings = settings;
        this.before = new CorpusCount(run, CorpusCount.Moment.BEFORE);
        this.after = new CorpusCount(run, CorpusCount.Moment.AFTER);
    }

    /** Continues the count before the move, and returns whether it is done. */
    boolean before(BooleanSupplier timeLeft) {
        return before.tick(session, validator(Optional.empty(), SliceHalves.inTurn()), CorpusNumbers::new, timeLeft)
                .isPresent();
    }

    /** Continues the count after the move; empty until it is done. */
    Optional<CorpusNumbers> after(SliceHalves halves, BooleanSupplier timeLeft) {
        return after(CorpusNumbers::done, halves, timeLeft);
    }

    /** Continues the count after the move until it is done or has found an id that is not true; empty until then. */
    Optional<CorpusNumbers> afterUntilUntrue(SliceHalves halves, BooleanSupplier timeLeft) {
        return after(numbers -> numbers.done() || !everyIdTrue(numbers), halves, timeLeft);
    }

    private Optional<CorpusNumbers> after(
            Predicate<CorpusNumbers> enough, SliceHalves halves, BooleanSupplier timeLeft) {
        return after.tick(
                session,
                validator(Optional.of(new RunExclusions(run, settings)), halves),
                () -> CorpusNumbers.ofTheUsersOf(before.numbers(session)),
                enough,
                timeLeft);
    }

    /** Whether the rows counted so far all have their true ids. */
    static boolean everyIdTrue(CorpusNumbers numbers) {
        return numbers.count("untrueDocuments") == 0 && numbers.count("untrueChunks") == 0;
    }

    private CorpusValidator validator(Optional<ExcludedDocuments> leftAlone, SliceHalves halves) {
        return new CorpusValidator(schema, new RunUserTally(run), leftAlone, halves);
    }

    /** Whether the count after the move is under way. */
    boolean afterBegun() {
        return after.begun(session);
    }

    /** Deletes the count after the move, because rows have moved since. */
    void forgetAfter() {
        after.forget(session);
    }

    /** Whether the previous validation failed too, with no rows moved in between. */
    boolean wasWrong() {
        return session.find(
                        "SELECT COALESCE((validation ->> 'passed')::boolean, true) AS passed FROM truename.run WHERE number = $1",
                        row -> !row.flag("passed"),
                        run)
                .orElse(false);
    }

    /** Stores the result with the numbers, without names of users. */
    void judge(boolean passed, String summary) {
        session.update(
                "UPDATE truename.run SET validation = CAST($4 AS jsonb) - 'largest' || jsonb_build_object('passed', $2::boolean,"
                        + " 'summary', $3::text) WHERE number = $1",
                run,
                passed,
                summary,
                after.numbers(session).toJson());
    }

    void forgetResult() {
        session.update("UPDATE truename.run SET validation = NULL WHERE number = $1 AND validation IS NOT NULL", run);
    }

    /**
     * Errors after a run; empty if there are none. Documents that the run had to leave alone may be untrue. References with a foreign
     * key must have a target; the application may have deleted the targets of others.
     */
    Optional<String> wrong(CorpusNumbers after) {
        CorpusNumbers before = this.before.numbers(session);
        for (String reference : references(IdColumn.Origin.FOREIGN_KEY)) {
            long now = after.count("orphans." + reference);
            if (now > before.count("orphans." + reference)) {
                return Optional.of(
                        now + " references of " + reference + " lead nowhere although a foreign key guards them;"
                                + " before the run " + before.count("orphans." + reference) + " did.");
            }
        }
        if (after.count("missedDocuments") > 0) {
            return Optional.of(after.count("missedDocuments")
                    + " documents that the run was to move do not have their true id, such as "
                    + String.join(", ", after.examples("missedDocuments")) + ".");
        }
        if (after.count("missedChunks") > 0) {
            return Optional.of(after.count("missedChunks")
                    + " chunks of documents that the run was to move do not have their true id, such as those of "
                    + String.join(", ", after.examples("missedChunks")) + ".");
        }
        return Optional.empty();
    }

    /** Number of new orphans by column, for columns without a foreign key. */
    Map<String, Long> lost(CorpusNumbers after) {
        CorpusNumbers before = this.before.numbers(session);
        Map<String, Long> lost = new LinkedHashMap<>();
        for (String reference : references(IdColumn.Origin.DECLARED)) {
            long more = after.count("orphans." + reference) - before.count("orphans." + reference);
            if (more > 0) {
                lost.put(reference, more);
            }
        }
        return lost;
    }

    /** Summary of correct numbers. */
    String summary(CorpusNumbers after) {
        StringBuilder summary = new StringBuilder()
                .append(after.count("retrievableDocuments"))
                .append(" of ")
                .append(after.count("documents"))
                .append(" documents can be retrieved.");
        lost(after)
                .forEach((reference, more) -> summary.append(" Of ")
                        .append(reference)
                        .append(", which no foreign key guards, ")
                        .append(after.count("orphans." + reference))
                        .append(" references lead nowhere, ")
                        .append(more)
                        .append(
                                " more than when it was planned; none of them could be led anywhere: what they refer to was"
                                        + " deleted meanwhile, or never was."));
        return summary.toString();
    }

    private List<String> references(IdColumn.Origin origin) {
        return schema.tables().stream()
                .flatMap(table -> table.idColumns().stream()
                        .filter(idColumn -> idColumn.origin() == origin)
                        .filter(ValidationSql::tellsOrphans)
                        .map(idColumn -> CorpusValidator.name(table.relation().name(), idColumn)))
                .distinct()
                .toList();
    }
}
