// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.finding;

import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import io.truename.probing.finding.Severity;
import java.util.Arrays;
import java.util.Optional;

/** Which findings a list shows; each part that is empty lets all through. */
public record FindingFilter(Optional<FindingState> state, Optional<FindingKind> kind, Optional<Severity> severity) {
    /** Lets all through. */
    public static final FindingFilter ALL = new FindingFilter(Optional.empty(), Optional.empty(), Optional.empty());

    /** Codes of the kinds that pass. */
    String[] kinds() {
        return Arrays.stream(FindingKind.values())
                .filter(each -> kind.isEmpty() || kind.get() == each)
                .filter(each -> severity.isEmpty() || severity.get() == each.severity())
                .map(FindingKind::code)
                .toArray(String[]::new);
    }
}
