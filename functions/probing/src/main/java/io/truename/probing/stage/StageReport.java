// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import java.time.Instant;
import java.util.List;

/**
 * The stages of the documents that went in during a window.
 *
 * @param since beginning of the window
 * @param documents that were looked at
 * @param complete whether these are all; if not, they are the newest
 * @param stages of which any event was kept, in order
 * @param pairs of consecutive stages
 * @param times of each stage but the first
 */
public record StageReport(
        Instant since,
        long documents,
        boolean complete,
        List<StageIds> stages,
        List<StagePair> pairs,
        List<StageTime> times) {
    public StageReport {
        stages = List.copyOf(stages);
        pairs = List.copyOf(pairs);
        times = List.copyOf(times);
    }
}
