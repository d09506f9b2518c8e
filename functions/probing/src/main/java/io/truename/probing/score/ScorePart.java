// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.score;

/** Parts of the health score. Their weights add up to 100. The README's table is made from this enum. */
public enum ScorePart {
    ID_CORRECTNESS(
            "id-correctness",
            25,
            "rows whose ids the last whole pass checked; rows of findings on ids that are not resolved",
            "share of true ids: 95 % → 0, 99 % → 50, 100 % → 100",
            "an open collision; an open disagreement of the self-check"),
    STAGE_AGREEMENT(
            "stage-agreement",
            15,
            "documents of a day that came out of a stage, by pair of stages; those that came out of the next one under the same id",
            "share that agrees: 95 % → 0, 99 % → 50, 100 % → 100",
            "share below 90 %"),
    RETRIEVAL(
            "retrieval",
            20,
            "retrievals of a day; those that succeeded",
            "share that succeeded: 90 % → 0, 95 % → 50, 99.5 % → 100",
            "share below 95 %, the objective"),
    INTEGRITY(
            "integrity",
            15,
            "findings on references, chunks and embeddings that are not resolved, by severity",
            "100 − 60 × critical − 20 × high − 7 × medium − 2 × low",
            "a critical finding that is not resolved"),
    MIGRATION(
            "migration",
            5,
            "state of the newest run of migrate; its documents, planned and in quarantine",
            "finished, rolled back 100; at work 100; paused 70; failed 0; minus 1,000 × the share in quarantine",
            "a failed run"),
    GENERATION(
            "generation",
            10,
            "requests of generate in the last hour; those answered with a status from 500; 95th percentile of latency",
            "the lower of: share without 5xx: 99 % → 0, 99.9 % → 50, 99.95 % → 100; latency: 100 ms → 100, 500 ms →"
                    + " 50, 2 s → 0",
            "share without 5xx below 99 %"),
    DATABASE(
            "database",
            10,
            "advice on the database by severity",
            "100 − 60 × critical − 20 × high − 7 × medium − 2 × low",
            "a critical advice");

    private final String code;
    private final int weight;
    private final String inputs;
    private final String formula;
    private final String breach;

    ScorePart(String code, int weight, String inputs, String formula, String breach) {
        this.code = code;
        this.weight = weight;
        this.inputs = inputs;
        this.formula = formula;
        this.breach = breach;
    }

    /** Name in JSON and in metrics. */
    public String code() {
        return code;
    }

    /** Its share of the score, in percent. */
    public int weight() {
        return weight;
    }

    public String inputs() {
        return inputs;
    }

    public String formula() {
        return formula;
    }

    /** The critical breach that caps the score. */
    public String breach() {
        return breach;
    }
}
