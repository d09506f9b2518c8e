// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import io.truename.corpus.mapping.JsonPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Input of a recipe, checked against the catalog: the source of a value that each row of a table has. */
public sealed interface RecipeInput {
    /** Value of a column of the row. */
    record OfColumn(Column column) implements RecipeInput {}

    /** The same value for every row. */
    record Constant(String value) implements RecipeInput {}

    /** First input that is not null. */
    record FirstOf(List<RecipeInput> inputs) implements RecipeInput {
        public FirstOf {
            inputs = List.copyOf(inputs);
        }
    }

    /** Scalar at a path in a column of type {@code jsonb} or {@code json}, or in text that holds JSON. */
    record OfJson(Column column, JsonPath path) implements RecipeInput {}

    /**
     * Value of the one row of another table that matches; null if no row does, or if several have different values.
     *
     * @param single whether a unique key proves that at most one row matches
     */
    record OfTable(TableName table, List<Match> where, RecipeInput take, boolean single) implements RecipeInput {
        public OfTable {
            where = List.copyOf(where);
        }
    }

    /** Column of the other table, and the input of this row that it equals. */
    record Match(Column column, RecipeInput input) {}

    /** SHA-256 of the bytes of columns, in hex digits; null if a value is null. */
    record Sha256Of(List<Column> columns) implements RecipeInput {
        public Sha256Of {
            columns = List.copyOf(columns);
        }
    }

    /** Hex digits of a base64 text; null if it is none. */
    record FromBase64(RecipeInput text) implements RecipeInput {}

    /**
     * Content hash that was imported for a key; null if none was.
     *
     * @param key gives the key of the row
     */
    record Imported(RecipeInput key) implements RecipeInput {}

    /**
     * Position of a chunk among those of its document, from 0; null if a value is null, or if another chunk of the document has the same
     * values.
     *
     * @param by columns and paths into JSON
     */
    record Position(List<RecipeInput> by) implements RecipeInput {
        public Position {
            by = List.copyOf(by);
        }
    }

    /** Input of one column. */
    static RecipeInput of(Column column) {
        return new OfColumn(column);
    }

    /** The column, if the input is no more than one. */
    default Optional<Column> plainColumn() {
        return this instanceof OfColumn plain ? Optional.of(plain.column()) : Optional.empty();
    }

    /**
     * Columns of the row itself that the input reads, in the order of the mapping; without keys of imported hashes, because rows with
     * different keys may have one hash.
     */
    default List<Column> columns() {
        return read().distinct().toList();
    }

    private Stream<Column> read() {
        if (this instanceof OfColumn plain) {
            return Stream.of(plain.column());
        }
        if (this instanceof OfJson json) {
            return Stream.of(json.column());
        }
        if (this instanceof Sha256Of computed) {
            return computed.columns().stream();
        }
        if (this instanceof FirstOf first) {
            return first.inputs().stream().flatMap(RecipeInput::read);
        }
        if (this instanceof FromBase64 decoded) {
            return decoded.text().read();
        }
        if (this instanceof Position position) {
            return position.by().stream().flatMap(RecipeInput::read);
        }
        return this instanceof OfTable other
                ? other.where().stream().flatMap(match -> match.input().read())
                : Stream.empty();
    }

    /** Tables besides the row's own that the input reads, each once. */
    default List<TableName> tables() {
        return reached().distinct().toList();
    }

    private Stream<TableName> reached() {
        if (this instanceof FirstOf first) {
            return first.inputs().stream().flatMap(RecipeInput::reached);
        }
        if (this instanceof FromBase64 decoded) {
            return decoded.text().reached();
        }
        if (this instanceof Imported imported) {
            return Stream.concat(Stream.of(ImportedHashes.TABLE), imported.key().reached());
        }
        return this instanceof OfTable other
                ? Stream.concat(
                        Stream.of(other.table()),
                        Stream.concat(
                                other.take().reached(),
                                other.where().stream()
                                        .flatMap(match -> match.input().reached())))
                : Stream.empty();
    }

    /** Whether it can be null. */
    default boolean nullable() {
        return plainColumn().map(Column::nullable).orElse(!(this instanceof Constant));
    }

    /** Description for people: names of columns and tables, and constants. */
    default String described() {
        if (this instanceof OfColumn plain) {
            return plain.column().name();
        }
        if (this instanceof Constant constant) {
            return "always " + constant.value();
        }
        if (this instanceof OfJson json) {
            return json.column().name() + " at " + json.path();
        }
        if (this instanceof FirstOf first) {
            return first.inputs().stream().map(RecipeInput::described).collect(Collectors.joining(", else "));
        }
        if (this instanceof Sha256Of computed) {
            return "SHA-256 of " + computed.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        }
        if (this instanceof FromBase64 decoded) {
            return decoded.text().described();
        }
        if (this instanceof Imported imported) {
            return "imported hash of " + imported.key().described();
        }
        if (this instanceof Position position) {
            return "position by "
                    + position.by().stream().map(RecipeInput::described).collect(Collectors.joining(", "));
        }
        OfTable other = (OfTable) this;
        return other.take().described() + " of " + other.table();
    }
}
