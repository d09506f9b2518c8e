// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import java.util.Optional;

/**
 * Progress of a run in its current stage.
 *
 * @param done in the stage's unit
 * @param total empty while unknown
 * @param remaining seconds until the stage ends; empty while unknown
 */
public record StageProgress(Stage stage, long done, Optional<Long> total, Optional<Progress.Remaining> remaining) {
    /** Slices of one reading differ by no more than this, as a rule. */
    private static final double RELATIVE_ERROR = 0.15;

    public StageProgress {
        if (done < 0) {
            throw new IllegalArgumentException("done: " + done);
        }
    }

    /**
     * Of a stage that goes on as fast as it did.
     *
     * @param total 0 if unknown
     * @param seconds that it has taken for {@code done}
     */
    public static StageProgress steady(Stage stage, long done, long total, double seconds) {
        Optional<Long> known = total > 0 ? Optional.of(Math.max(done, total)) : Optional.empty();
        Optional<Progress.Remaining> left = known.filter(all -> done > 0 && seconds > 0)
                .map(all -> new Progress(done / seconds, RELATIVE_ERROR).remaining(all - done));
        return new StageProgress(stage, done, known, left);
    }
}
