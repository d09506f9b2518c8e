// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.Input;
import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.RecipeInput;
import io.truename.corpus.schema.UniqueKey;
import io.truename.postgres.SqlNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the columns that an input reads, in the row's own table and in others, and checks that it can be read for every row. */
final class InputColumns {
    /** Maximum number of rows of a table that is read as a whole for each row. */
    private static final long MOST_ROWS_WITHOUT_INDEX = 1_000;

    private static final Set<String> ANY = Set.of();
    private static final Set<String> JSON = Set.of("jsonb", "json", "text", "varchar");
    private static final Set<String> COMPARABLE =
            Set.of("uuid", "text", "varchar", "bpchar", "citext", "int2", "int4", "int8");

    private final MappedColumns columns;
    private final Findings findings;
    private final Map<QualifiedName, CatalogTable> others;
    private final IdColumnSearch ids;
    private final ImportedKeys imported;

    /**
     * @param others tables that inputs reach, by their names in the mapping
     * @param ids all places of ids, which a migration changes
     */
    InputColumns(
            MappedColumns columns,
            Findings findings,
            Map<QualifiedName, CatalogTable> others,
            IdColumnSearch ids,
            ImportedKeys imported) {
        this.columns = columns;
        this.findings = findings;
        this.others = others;
        this.ids = ids;
        this.imported = imported;
    }

    /** Names of the tables that the inputs of a mapping reach, each once. */
    static List<QualifiedName> tables(Mapping mapping) {
        return Stream.concat(
                        Stream.of(
                                mapping.documents().user(), mapping.documents().contentHash()),
                        mapping.chunks().stream()
                                .flatMap(chunks ->
                                        Stream.of(chunks.chunker(), chunks.chunkerVersion(), chunks.ordinal())))
                .flatMap(InputColumns::tables)
                .distinct()
                .toList();
    }

    private static Stream<QualifiedName> tables(Input input) {
        if (input instanceof Input.FirstOf first) {
            return first.inputs().stream().flatMap(InputColumns::tables);
        }
        if (input instanceof Input.FromBase64 decoded) {
            return tables(decoded.text());
        }
        if (input instanceof Input.Imported imported) {
            return tables(imported.key());
        }
        return input instanceof Input.OfTable other
                ? Stream.concat(
                        Stream.of(other.table()),
                        Stream.concat(
                                tables(other.take()),
                                other.where().values().stream().flatMap(InputColumns::tables)))
                : Stream.empty();
    }

    /** Checks an input of a table's rows; a plain column must have one of the types. */
    RecipeInput read(CatalogTable table, Input input, Set<String> types, String expectation) {
        return read(table, input, types, expectation, false);
    }

    private RecipeInput read(
            CatalogTable table, Input input, Set<String> types, String expectation, boolean toCompare) {
        if (input instanceof Input.OfColumn plain) {
            return new RecipeInput.OfColumn(column(table, plain.column(), types, expectation, toCompare));
        }
        if (input instanceof Input.Constant constant) {
            return new RecipeInput.Constant(constant.value());
        }
        if (input instanceof Input.OfJson json) {
            refuseId(table, new IdColumnSearch.Place(table.oid(), name(json.column()), Optional.of(json.path())));
            return new RecipeInput.OfJson(
                    columns.column(table, json.column(), JSON, "JSON is held as jsonb, json or text"), json.path());
        }
        if (input instanceof Input.FirstOf first) {
            return new RecipeInput.FirstOf(first.inputs().stream()
                    .map(one -> read(table, one, types, expectation, toCompare))
                    .toList());
        }
        if (input instanceof Input.Sha256Of computed) {
            return new RecipeInput.Sha256Of(computed.columns().stream()
                    .map(column -> column(table, column, ANY, "", false))
                    .toList());
        }
        if (input instanceof Input.FromBase64 decoded) {
            return new RecipeInput.FromBase64(
                    read(table, decoded.text(), ColumnTypes.TEXT, "Base64 is held as text", toCompare));
        }
        if (input instanceof Input.Imported imported) {
            return new RecipeInput.Imported(importKey(table, imported.key()));
        }
        if (input instanceof Input.Position position) {
            return new RecipeInput.Position(position.by().stream()
                    .map(one -> read(
                            table, one, ColumnTypes.ORDERED, "Chunks are in the order of numbers, times, uuid or text"))
                    .toList());
        }
        return ofTable(table, (Input.OfTable) input, types, expectation);
    }

    /** Key of an imported hash. It may be an id that changes if the keys of imported hashes change with it. */
    private RecipeInput importKey(CatalogTable table, Input key) {
        boolean moves =
                key instanceof Input.OfColumn plain && imported.moveWith(ids, table.oid(), name(plain.column()));
        return read(table, key, COMPARABLE, "A key is held as uuid, text or a whole number", moves);
    }

    private static String name(QualifiedName column) {
        return column.parts().get(0);
    }

    private Column column(
            CatalogTable table, QualifiedName name, Set<String> types, String expectation, boolean toCompare) {
        if (!toCompare) {
            refuseId(table, new IdColumnSearch.Place(table.oid(), name(name), Optional.empty()));
        }
        return columns.column(table, name, types, expectation);
    }

    private void refuseId(CatalogTable table, IdColumnSearch.Place place) {
        boolean changes = ids.found().keySet().stream()
                .anyMatch(found -> found.table() == place.table()
                        && found.column().equals(place.column())
                        && found.path().equals(place.path())
                        // Values elsewhere in JSON with ids within its texts are rarely ids, and validation sees those
                        // that are.
                        && (found.text().isEmpty() || place.path().isEmpty()));
        if (changes) {
            findings.impossible(
                    "input.changes",
                    table.columnName(place.column()),
                    "A true id would follow from it, and it holds an id that the migration changes.",
                    "Name an input that stays as it is.");
        }
    }

    private RecipeInput ofTable(CatalogTable table, Input.OfTable input, Set<String> types, String expectation) {
        CatalogTable other = others.get(input.table());
        if (other == null) {
            // A finding says so already.
            return new RecipeInput.Constant("unreadable");
        }
        List<RecipeInput.Match> matches = new ArrayList<>();
        input.where().forEach((name, own) -> {
            Column column =
                    columns.column(other, name, COMPARABLE, "Rows are looked up by uuid, text or a whole number");
            matches.add(new RecipeInput.Match(
                    column, read(table, own, COMPARABLE, "Rows are looked up by uuid, text or a whole number", true)));
            requireSameIds(table, own, other, column);
        });
        List<String> names =
                matches.stream().map(match -> match.column().name()).toList();
        if (!other.access().readable()) {
            findings.refuse(
                    "input.unreadable",
                    other.name().toString(),
                    "An input of the recipe is read from it, and this role may not read all of its rows.",
                    "GRANT SELECT ON " + other.sql() + " to the role, and let it see every row.");
        }
        boolean indexed = names.stream().anyMatch(name -> IndexUse.byEquality(other, name));
        if (!indexed && other.relation().rows() > MOST_ROWS_WITHOUT_INDEX) {
            findings.refuse(
                    "input.unindexed",
                    other.columnName(String.join(", ", names)),
                    "An input of the recipe is looked up by it for every row, without an index.",
                    "CREATE INDEX CONCURRENTLY ON " + other.sql() + " ("
                            + String.join(
                                    ", ", names.stream().map(SqlNames::quoted).toList()) + ");");
        }
        Set<String> given = new HashSet<>(names);
        boolean single = other.relation().uniqueKeys().stream().anyMatch(key -> isWithin(key, given));
        return new RecipeInput.OfTable(other.name(), matches, read(other, input.take(), types, expectation), single);
    }

    private static boolean isWithin(UniqueKey key, Set<String> columns) {
        return !key.partial() && !key.columns().isEmpty() && columns.containsAll(key.columns());
    }

    /** A row that is looked up by an id must carry the new id after the move, too. */
    private void requireSameIds(CatalogTable table, Input own, CatalogTable other, Column column) {
        if (!(own instanceof Input.OfColumn plain)) {
            return;
        }
        IdColumnSearch.Ids here =
                ids.found().get(new IdColumnSearch.Place(table.oid(), name(plain.column()), Optional.empty()));
        IdColumnSearch.Ids there =
                ids.found().get(new IdColumnSearch.Place(other.oid(), column.name(), Optional.empty()));
        if (here != null && (there == null || there.space() != here.space())) {
            String to = here.space() == 0 ? "documents" : "chunks[" + (here.space() - 1) + "]";
            findings.impossible(
                    "input.by-id",
                    other.columnName(column.name()),
                    "An input of the recipe is looked up by an id here. The migration changes that id, but not this column.",
                    "Let it change, too: softReferences: - {table: " + other.name() + ", column: " + column.name()
                            + ", to: " + to + "}.");
        }
    }

    /** Tables by their names in the mapping; a finding says which of them do not exist. */
    static Map<QualifiedName, OptionalLong> find(TableLookup lookup, Mapping mapping) {
        Map<QualifiedName, OptionalLong> found = new LinkedHashMap<>();
        tables(mapping).forEach(name -> found.put(name, lookup.find(name)));
        return found;
    }
}
