// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A journal of incidents that cannot be read. The message names file, line and remedy, ready to be shown to the user. */
public final class DamagedJournalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DamagedJournalException(Path file, int line, String problem, @Nullable Throwable cause) {
        super(
                "The journal of incidents " + file.toAbsolutePath() + " is damaged: line " + line
                        + " cannot be read ("
                        + problem.replaceAll("\\p{Cntrl}+", " ").strip()
                        + "). Delete this line, which forgets one change of an incident or a silence; or move the file away,"
                        + " which forgets them all.",
                cause);
    }
}
