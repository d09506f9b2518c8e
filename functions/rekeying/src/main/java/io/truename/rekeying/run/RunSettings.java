// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import io.truename.corpus.assess.Strategy;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/**
 * Settings of a run: the body of {@code POST /migrations}, every part of it optional.
 *
 * @param workers how many instances may move rows at once, each its own documents; 1 to 16
 * @param targetBatch how long a batch should take
 * @param mostRowsPerSecond over all tables and workers; 0 for no ceiling
 * @param window when rows may be moved, in UTC; empty for always
 * @param quarantineLimit share of tried documents that stops the run, 0 to 1
 * @param onFailure reaction of a run when its validation fails or too much is quarantined
 * @param recentDays of strategy HYBRID: documents younger than this come first and are all that is planned
 * @param vacuum whether the run vacuums tables beside its batches where autovacuum does not keep up and its role may
 */
public record RunSettings(
        Strategy strategy,
        OnCollision onCollision,
        boolean dryRun,
        boolean acceptNoBackup,
        boolean acceptSlowReferences,
        int workers,
        Duration targetBatch,
        long mostRowsPerSecond,
        Optional<Window> window,
        double quarantineLimit,
        OnFailure onFailure,
        int recentDays,
        boolean vacuum) {
    public static final RunSettings DEFAULT = new RunSettings(
            Strategy.FULL,
            OnCollision.MERGE,
            false,
            false,
            false,
            1,
            Duration.ofSeconds(1),
            0,
            Optional.empty(),
            0.01,
            OnFailure.PAUSE,
            90,
            true);

    /** Policy for several documents or chunks with one true id. */
    public enum OnCollision {
        /** Merges equal ones; sets aside a document that differs or has differing chunks. */
        MERGE,
        /** Merges equal ones; refuses the plan if any differ. */
        MERGE_OR_FAIL,
        SKIP,
        FAIL;

        /** Whether equal ones are merged. */
        public boolean merges() {
            return this == MERGE || this == MERGE_OR_FAIL;
        }
    }

    /** Reaction of a run when it must not continue. */
    public enum OnFailure {
        PAUSE,
        ROLL_BACK
    }

    /** Daily window of time, in UTC; it spans midnight if it ends before it begins. */
    public record Window(LocalTime from, LocalTime until) {}
}
