// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import io.truename.corpus.schema.Finding;
import java.util.List;
import java.util.Optional;

/**
 * An attempt at a batch that is rolled back.
 *
 * @param result empty if there was nothing to move, or the database refused it
 * @param findings why it was refused
 */
public record SampleAttempt(Optional<SampleResult> result, List<Finding> findings) {
    /** No attempt was made. */
    public static final SampleAttempt NONE = new SampleAttempt(Optional.empty(), List.of());

    public SampleAttempt {
        findings = List.copyOf(findings);
    }

    /** Attempt that succeeded. */
    public static SampleAttempt of(SampleResult result) {
        return new SampleAttempt(Optional.of(result), List.of());
    }

    /** Attempt that was refused. */
    public static SampleAttempt refused(Finding finding) {
        return new SampleAttempt(Optional.empty(), List.of(finding));
    }
}
