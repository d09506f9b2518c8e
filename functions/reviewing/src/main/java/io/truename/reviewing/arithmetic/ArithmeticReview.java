// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.arithmetic;

import io.truename.reviewing.arithmetic.Claim.Finding;
import java.util.Collection;
import java.util.List;

/**
 * Review of a week's numbers: their mismatches, in the order of the claims.
 *
 * @param checked number of claims
 */
public record ArithmeticReview(int checked, List<Finding> findings) {
    public ArithmeticReview {
        findings = List.copyOf(findings);
    }

    public static ArithmeticReview of(Collection<? extends Claim> claims) {
        return new ArithmeticReview(
                claims.size(),
                claims.stream().flatMap(claim -> claim.check().stream()).toList());
    }

    public boolean sound() {
        return findings.isEmpty();
    }
}
