// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.schema;

import io.truename.testkit.database.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Sample corpus whose keys stay as they are: true ids are written beside them. A resource of the same name holds its mapping, the number
 * of rows that have the true id of another row, a statement that counts rows without their true id by PostgreSQL's own functions, its
 * tables, and the statements that fill them.
 */
public enum KeyedVariant {
    SERIAL_ENTRIES,
    PAGES_AND_SECTIONS,
    PAGES_WITH_HEX_CHECKSUMS,
    VECTORIZED_ARTICLES,
    URLS_AND_CHUNK_STATS;

    /** Creates the tables and puts that many documents in, the same ones each time. */
    public void create(TestDatabase database, int documents) {
        String sql = file(name().toLowerCase(Locale.ROOT));
        int fill = sql.indexOf("\n-- fill\n");
        database.execute(file("prelude"));
        database.execute(sql.substring(0, fill));
        database.execute(sql.substring(fill).replace(":documents", Integer.toString(documents)));
    }

    /** The mapping of the corpus, as YAML. */
    public String mapping() {
        return comment("mapping");
    }

    /** Statement that counts the rows that lack their true id, by the recipe written in SQL. */
    public String untrue() {
        return comment("untrue");
    }

    /** Statement that counts the rows whose true id another row has. */
    public String twice() {
        return comment("twice");
    }

    /** Hash of all rows of each table. Equal hashes mean equal bytes. */
    public Map<String, String> contents(TestDatabase database) {
        return TableContents.of(database, Set.of());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String comment(String name) {
        String sql = file(name().toLowerCase(Locale.ROOT));
        String start = "/* " + name + "\n";
        int from = sql.indexOf(start) + start.length();
        return sql.substring(from, sql.indexOf("\n*/", from));
    }

    private static String file(String name) {
        try (InputStream sql = KeyedVariant.class.getResourceAsStream(name + ".sql")) {
            return new String(Objects.requireNonNull(sql, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
