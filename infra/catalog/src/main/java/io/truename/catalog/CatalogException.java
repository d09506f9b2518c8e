// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.List;

/** Exception for an invalid catalog; {@link #problems()} has every problem with the path of its field. */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    CatalogException(List<String> problems) {
        super("The catalog cannot be used:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
