// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import io.truename.testkit.fault.ArmedFault;
import io.truename.testkit.fault.Fault;
import io.truename.testkit.fault.StepPoint;
import io.truename.testkit.fault.TcpProxy;
import io.truename.testkit.schema.KeyedVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Kill of the process of a run beside keys.
 *
 * @param corpus serial keys, text keys, or the target of a vectorizer
 * @param answered whether the server answers the statement before the kill; otherwise it does not see it
 */
public record BackfillKill(KeyedVariant corpus, Statement statement, boolean answered) {
    /** Kinds of keys: numbers, texts, and UUIDs that become the true ids themselves. */
    static final List<KeyedVariant> CORPORA =
            List.of(KeyedVariant.SERIAL_ENTRIES, KeyedVariant.URLS_AND_CHUNK_STATS, KeyedVariant.VECTORIZED_ARTICLES);

    private static final int STRUCK_BATCH = 2;

    /** The first batches of documents that store no true id write nothing but the record. */
    private static final int STRUCK_BATCH_OF_CHUNKS = 5;

    /** Stage of a run. */
    public enum Stage {
        PLAN,
        FILL,
        VERIFY,
        ROLLBACK
    }

    /** Statement that a kill strikes. */
    public enum Statement {
        PLAN_ROWS(Stage.PLAN, "INSERT INTO truename.backfill ("),
        PLAN_DONE(Stage.PLAN, "SET plan_done = true"),
        PLAN_FINDINGS(Stage.PLAN, "preflight = preflight ||"),
        FILL_FENCE(Stage.FILL, StepPoint.FENCE.text()),
        FILL_MOVE(Stage.FILL, StepPoint.MOVE.text()),
        FILL_RECORD(Stage.FILL, StepPoint.RECORD.text()),
        FILL_COMMIT(Stage.FILL, StepPoint.COMMIT.text()),
        VERIFY_BEGIN(Stage.VERIFY, "INSERT INTO truename.corpus_count"),
        VERIFY_SLICE(Stage.VERIFY, "UPDATE truename.corpus_count SET numbers"),
        VERIFY_END(Stage.VERIFY, "DELETE FROM truename.corpus_count"),
        ROLLBACK_FENCE(Stage.ROLLBACK, StepPoint.FENCE.text()),
        ROLLBACK_MOVE(Stage.ROLLBACK, StepPoint.MOVE.text()),
        ROLLBACK_RECORD(Stage.ROLLBACK, StepPoint.RECORD.text()),
        ROLLBACK_COMMIT(Stage.ROLLBACK, StepPoint.COMMIT.text());

        private final Stage stage;
        private final String text;

        Statement(Stage stage, String text) {
            this.stage = stage;
            this.text = text;
        }

        /** Stage in which the run comes to it. */
        public Stage stage() {
            return stage;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    ArmedFault aim(TcpProxy proxy, Fault fault) {
        int batch = corpus == KeyedVariant.VECTORIZED_ARTICLES ? STRUCK_BATCH_OF_CHUNKS : STRUCK_BATCH;
        for (StepPoint step : StepPoint.values()) {
            if (step.text().equals(statement.text)) {
                return proxy.at(step, batch, fault);
            }
        }
        return proxy.atNext(statement.text, fault);
    }

    /** Every kill. */
    public static List<BackfillKill> all() {
        List<BackfillKill> kills = new ArrayList<>();
        for (KeyedVariant corpus : CORPORA) {
            for (Statement statement : Statement.values()) {
                kills.add(new BackfillKill(corpus, statement, false));
                kills.add(new BackfillKill(corpus, statement, true));
            }
        }
        return kills;
    }

    /** Every statement once; corpora and moments in turn. */
    public static List<BackfillKill> sample() {
        List<BackfillKill> kills = new ArrayList<>();
        int at = 0;
        for (Statement statement : Statement.values()) {
            kills.add(new BackfillKill(CORPORA.get(at % CORPORA.size()), statement, at % 2 == 1));
            at++;
        }
        return kills;
    }

    @Override
    public String toString() {
        return corpus + ": " + statement + (answered ? ", answered" : ", not seen");
    }
}
