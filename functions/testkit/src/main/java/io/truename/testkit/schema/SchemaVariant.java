// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.schema;

import io.truename.testkit.database.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sample corpus with one peculiarity of its schema. A resource of the same name holds its mapping, its expected id columns,
 * its tables, and the statements that fill them.
 */
public enum SchemaVariant {
    SAMPLE_PIPELINE,
    OTHER_NAMES,
    UPPER_HASH,
    BYTEA_HASH,
    UUID_USERS,
    TEXT_USERS,
    DOCUMENTS_ONLY,
    SEVERAL_CHUNK_TABLES,
    KEY_IS_REFERENCE,
    COMPOSITE_KEYS,
    REFERENCES_OF_REFERENCES,
    SELF_REFERENCES,
    MIXED_ACTIONS,
    NULLABLE_REFERENCES,
    PARTITIONED_CHILDREN,
    GENERATED_COLUMNS,
    TRIGGERS("app.documents.updated_at", "app.audit"),
    ROW_SECURITY,
    SOFT_REFERENCES,
    VIEWS,
    TEXT_IDS_LOWER,
    TEXT_IDS_UPPER,
    CONTENT_BEHIND_JSON,
    TEXT_ITEMS,
    FILES_WITH_METADATA,
    IDS_WITHIN_TEXT,
    CONTENT_ELSEWHERE,
    CHUNKS_WITHOUT_ORDINAL;

    private final String inexact;

    SchemaVariant(String... inexact) {
        this.inexact = String.join("\n", inexact);
    }

    /** Creates the tables, without rows. */
    public void create(TestDatabase database) {
        database.execute(file("prelude"));
        database.execute(part("ddl"));
    }

    /** Creates the tables and puts that many documents in, the same ones each time. */
    public void create(TestDatabase database, int documents) {
        create(database);
        database.execute(part("fill").replace(":documents", Integer.toString(documents)));
    }

    /** The mapping of the corpus, as YAML. */
    public String mapping() {
        return comment("mapping");
    }

    /**
     * Every column that carries ids, as {@code schema.table.column space origin}; after the column of a JSONB value follows
     * the path, and after a space the pattern of its text.
     */
    public List<String> idColumns() {
        return comment("carriers").lines().filter(line -> !line.isBlank()).toList();
    }

    /**
     * Columns and tables that the corpus's own triggers change when a row moves, so that a rollback does not restore them:
     * {@code schema.table.column}, or {@code schema.table} for all of a table.
     */
    public Set<String> inexact() {
        return inexact.lines().collect(Collectors.toUnmodifiableSet());
    }

    /** Hash of all rows of each table, without the {@link #inexact} columns. Equal hashes mean equal bytes. */
    public Map<String, String> contents(TestDatabase database) {
        return TableContents.of(database, inexact());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String part(String name) {
        String sql = file(name().toLowerCase(Locale.ROOT));
        int fill = sql.indexOf("\n-- fill\n");
        return name.equals("fill") ? sql.substring(fill) : sql.substring(0, fill);
    }

    private String comment(String name) {
        String sql = file(name().toLowerCase(Locale.ROOT));
        String start = "/* " + name + "\n";
        int from = sql.indexOf(start) + start.length();
        return sql.substring(from, sql.indexOf("\n*/", from));
    }

    private static String file(String name) {
        try (InputStream sql = SchemaVariant.class.getResourceAsStream(name + ".sql")) {
            return new String(Objects.requireNonNull(sql, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
