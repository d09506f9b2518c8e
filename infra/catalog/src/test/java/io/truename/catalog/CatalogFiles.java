// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The published files of the catalog, and the problems of others. */
final class CatalogFiles {
    static final Path FOLDER = Path.of("../../terraform/catalog");

    private CatalogFiles() {}

    static List<String> problems(ThrowingCallable reading) {
        return catchThrowableOfType(CatalogException.class, reading).problems().stream()
                .map(CatalogProblem::toString)
                .toList();
    }

    static List<String> problemsOfEvents(String events) {
        return problems(() -> read(events, "metrics: {}"));
    }

    static List<String> problemsOfMetrics(String events, String metrics) {
        return problems(() -> read(events, metrics));
    }

    private static Catalog read(String events, String metrics) {
        try {
            String functions = Files.readString(FOLDER.resolve("functions.yaml"));
            return CatalogReader.read(new StringReader(functions), new StringReader(events), new StringReader(metrics));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
