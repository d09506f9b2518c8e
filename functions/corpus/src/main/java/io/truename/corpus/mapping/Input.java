// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Input of a recipe as a mapping describes it: the source of a value that each document or chunk has. */
public sealed interface Input {
    /** Value of a column of the row; of a hash as {@code bytea} its hex digits. */
    record OfColumn(QualifiedName column) implements Input {}

    /** The same value for every row. */
    record Constant(String value) implements Input {}

    /**
     * First input that is not null.
     *
     * @param inputs 2 to 8
     */
    record FirstOf(List<Input> inputs) implements Input {
        public FirstOf {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * Text, number or truth value at a path in a column with JSON: {@code jsonb}, {@code json}, or text that holds JSON.
     *
     * @param path members only
     */
    record OfJson(QualifiedName column, JsonPath path) implements Input {}

    /**
     * Value of the one row of another table that has the given values; null if there is none, or if several rows have different values.
     *
     * @param where the values by column of that table, in the mapping's order; 1 to 4
     * @param take an input of that table's row
     */
    record OfTable(QualifiedName table, Map<QualifiedName, Input> where, Input take) implements Input {
        public OfTable {
            where = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(where));
        }
    }

    /**
     * SHA-256 of the bytes of columns, in hex digits: of one column those of its value, text as UTF-8; of several, each value follows its
     * length as eight bytes. Null if a value is null.
     *
     * @param columns 1 to 16
     */
    record Sha256Of(List<QualifiedName> columns) implements Input {
        public Sha256Of {
            columns = List.copyOf(columns);
        }
    }

    /** Hex digits of the base64 text of another input; null if it is none. */
    record FromBase64(Input text) implements Input {}

    /**
     * Content hash that was imported for a key; null if none was.
     *
     * @param key gives the key of the row, such as the path of its object
     */
    record Imported(Input key) implements Input {}

    /**
     * Position of a chunk among those of its document: its number from 0, in the order of values of its row.
     *
     * @param by columns and paths into JSON, the first of them decides first; 1 to 8
     */
    record Position(List<Input> by) implements Input {
        public Position {
            by = List.copyOf(by);
        }
    }

    /** Imported hashes that the input reads, at any level. */
    default Stream<Imported> imported() {
        if (this instanceof Imported own) {
            return Stream.concat(Stream.of(own), own.key().imported());
        }
        if (this instanceof FirstOf first) {
            return first.inputs().stream().flatMap(Input::imported);
        }
        if (this instanceof FromBase64 decoded) {
            return decoded.text().imported();
        }
        return this instanceof OfTable other
                ? Stream.concat(
                        other.take().imported(), other.where().values().stream().flatMap(Input::imported))
                : Stream.empty();
    }
}
