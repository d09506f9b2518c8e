// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Reader of the runbooks of a catalog, {@code terraform/runbooks}. */
public final class RunbookReader {
    private RunbookReader() {}

    /**
     * Reads the runbook of each alert and objective from a folder.
     *
     * @return runbooks by the names of alerts and objectives, in the order of the catalog
     * @throws UncheckedIOException if one is missing
     */
    public static Map<String, Runbook> read(Catalog catalog, Path folder) {
        return read(catalog, name -> java.nio.file.Files.newBufferedReader(folder.resolve(name)));
    }

    /** Reads the same from files that are opened by their names, as {@code dead-letters.md}. */
    public static Map<String, Runbook> read(Catalog catalog, CatalogReader.Files files) {
        Map<String, Runbook> runbooks = new LinkedHashMap<>();
        Stream.concat(catalog.alerts().keySet().stream(), catalog.slos().keySet().stream())
                .forEach(name -> runbooks.put(name, read(name, files)));
        return CatalogMaps.copy(runbooks);
    }

    /** Reads one runbook or guide by its name. */
    static Runbook read(String name, CatalogReader.Files files) {
        try (Reader text = files.open(Runbook.file(name));
                StringWriter all = new StringWriter()) {
            text.transferTo(all);
            return new Runbook(name, all.toString());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Runbook of " + name, unreadable);
        }
    }
}
