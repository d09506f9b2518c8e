// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a value cannot be built from its input; carries every problem, at least one. */
public final class RefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Refusal> refusals;

    RefusedException(Refusal refusal) {
        this(List.of(refusal));
    }

    RefusedException(List<Refusal> refusals) {
        super(refusals.stream().map(Refusal::toString).collect(Collectors.joining(". ")));
        if (refusals.isEmpty()) {
            throw new AssertionError("A refusal without a reason: the fast path and check() disagree.");
        }
        this.refusals = List.copyOf(refusals);
    }

    /** Every problem, in the order of the fields. */
    public List<Refusal> refusals() {
        return refusals;
    }
}
