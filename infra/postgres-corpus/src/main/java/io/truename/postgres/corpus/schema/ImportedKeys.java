// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.schema.IdColumn.Origin;
import io.truename.corpus.schema.ImportedHashes;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.schema.IdColumnSearch.Ids;
import io.truename.postgres.corpus.schema.IdColumnSearch.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keys of imported hashes, as a place of ids: where a mapping looks hashes up by the id of their document, the keys change with the ids,
 * like a soft reference that nobody has to declare.
 */
final class ImportedKeys {
    private final boolean read;
    private final OptionalLong table;

    private ImportedKeys(boolean read, OptionalLong table) {
        this.read = read;
        this.table = table;
    }

    /** Finds the table, if a mapping reads it. */
    static ImportedKeys find(Session session, Findings findings, Mapping mapping) {
        if (mapping.documents().imported().findAny().isEmpty()) {
            return new ImportedKeys(false, OptionalLong.empty());
        }
        Optional<Long> oid = session.one(
                "SELECT to_regclass($1)::oid::int8 AS oid",
                row -> row.find("oid", Long.class),
                TableSql.quoted(ImportedHashes.TABLE));
        if (oid.isEmpty()) {
            findings.impossible(
                    "imported.table",
                    ImportedHashes.TABLE.toString(),
                    "The mapping reads imported hashes, and their table does not exist yet.",
                    "Call GET /health of migrate, which makes it, and import the hashes with POST /content-hashes.");
        }
        return new ImportedKeys(true, oid.map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    /** Adds the keys to the places of ids, if they are ids of documents. */
    void addTo(IdColumnSearch search, Mapping mapping) {
        if (mapping.documents().importsById()) {
            search.from(place(), 0, Origin.DECLARED);
        }
    }

    /** Whether a migration changes the keys together with the ids of a column. */
    boolean moveWith(IdColumnSearch ids, long of, String column) {
        if (table.isEmpty()) {
            return false;
        }
        Ids here = ids.found().get(new Place(of, column, Optional.empty()));
        Ids keys = ids.found().get(place());
        return here != null && keys != null && here.space() == keys.space();
    }

    /** Adds the column in which two imported hashes may differ and still be one: the decision between others. */
    void addBookkeeping(IdColumnSearch search, Map<TableName, List<String>> bookkeeping) {
        if (table.isPresent() && search.found().containsKey(place())) {
            bookkeeping.put(ImportedHashes.TABLE, List.of(ImportedHashes.REFUSED));
        }
    }

    /** Adds a finding if imports disagree about hashes that the recipe reads. */
    void check(Session session, Findings findings) {
        if (!read) {
            return;
        }
        String sql = TableSql.quoted(ImportedHashes.TABLE);
        long conflicts = session.one(
                "SELECT count(*) AS conflicts FROM " + sql + " WHERE refused IS NOT NULL",
                row -> row.number("conflicts"));
        if (conflicts > 0) {
            findings.warn(
                    "imported.conflicts",
                    ImportedHashes.TABLE.toString(),
                    conflicts + (conflicts == 1 ? " key was" : " keys were")
                            + " imported with different hashes. The first hash of each is used.",
                    "GET /content-hashes lists them. Send the right pairs to POST /content-hashes?onConflict=replace.");
        }
    }

    private Place place() {
        return new Place(table.getAsLong(), ImportedHashes.KEY, Optional.empty());
    }
}
