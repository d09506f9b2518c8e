// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.rekeying.batch.BatchOptions;
import java.time.Duration;

/**
 * Time limits for the statements of a batch.
 *
 * @param usual limit for several documents; a batch that exceeds it is tried again with fewer
 * @param most limit for a single document that exceeded the usual time; if it exceeds this one too, it is set aside
 */
public record BatchTime(Duration usual, Duration most) {
    /** Default limits: 15 s, and two minutes, enough for some two million rows of one document. */
    public static final BatchTime DEFAULT = new BatchTime(BatchOptions.USUAL.longestStatement(), Duration.ofMinutes(2));
}
