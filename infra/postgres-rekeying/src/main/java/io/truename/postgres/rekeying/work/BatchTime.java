// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.rekeying.batch.BatchOptions;
import java.time.Duration;

/**
 * Time limits for the statements of a batch.
 *
 * @param usual with more than one document; what does not fit is tried again with fewer
 * @param most with a single document that did not fit into the usual time; what does not fit is set aside
 */
public record BatchTime(Duration usual, Duration most) {
    /** 15 s, and two minutes: some two million rows of one document. */
    public static final BatchTime DEFAULT = new BatchTime(BatchOptions.USUAL.longestStatement(), Duration.ofMinutes(2));
}
