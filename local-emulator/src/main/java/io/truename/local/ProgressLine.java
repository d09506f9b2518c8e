// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.story.StoryStatus;
import java.util.Locale;

/** Progress of one story step on one line: a bar if the total is known, otherwise a count. */
final class ProgressLine {
    private static final int CELLS = 20;

    private ProgressLine() {}

    static String of(StoryStatus.Step step) {
        Long total = step.total();
        String detail = step.detail() == null || step.detail().isEmpty() ? "" : ", " + step.detail();
        if (total == null || total == 0) {
            return String.format(Locale.ROOT, "  %-34s %,12d %s%s", step.name(), step.done(), step.unit(), detail);
        }
        long done = Math.min(step.done(), total);
        int cells = (int) (CELLS * done / total);
        return String.format(
                Locale.ROOT,
                "  %-27s [%s%s] %3d %% %,d of %,d%s",
                step.name(),
                "#".repeat(cells),
                "-".repeat(CELLS - cells),
                100 * done / total,
                done,
                total,
                detail);
    }
}
