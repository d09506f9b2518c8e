// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a mapping cannot be read; lists every problem. */
public final class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // A list of records of text; never serialised in fact.
    private final List<FieldIssue> issues;

    /** At least one issue. */
    public MappingException(List<FieldIssue> issues) {
        super(issues.stream().map(FieldIssue::toString).collect(Collectors.joining("\n")));
        this.issues = List.copyOf(issues);
    }

    /** At least one, in the order of reading. */
    public List<FieldIssue> issues() {
        return issues;
    }
}
