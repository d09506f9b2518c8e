// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.List;

/** The catalog cannot be used; {@link #problems()} has every reason, each with the path of the field it is about. */
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
