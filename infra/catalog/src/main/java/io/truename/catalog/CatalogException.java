// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** Exception for an invalid catalog; {@link #problems()} has every problem with its file, line, path, rule and remedy. */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<CatalogProblem> problems;

    CatalogException(List<CatalogProblem> problems) {
        super("The catalog cannot be used:\n  "
                + problems.stream().map(CatalogProblem::toString).collect(Collectors.joining("\n  ")));
        this.problems = List.copyOf(problems);
    }

    public List<CatalogProblem> problems() {
        return problems;
    }
}
