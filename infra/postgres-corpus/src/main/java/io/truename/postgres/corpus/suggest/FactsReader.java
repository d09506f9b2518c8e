// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.corpus.schema.TableName;
import io.truename.corpus.suggest.DatabaseFacts;
import io.truename.corpus.suggest.Notice;
import io.truename.corpus.suggest.TableFacts;
import io.truename.postgres.corpus.suggest.CatalogReader.Catalog;
import io.truename.postgres.corpus.suggest.CatalogReader.Table;
import io.truename.postgres.corpus.suggest.ReadOnlyWork.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reader of the catalog and of samples, in the order of interest until time is up. */
final class FactsReader {
    private final ReadOnlyWork work;
    private final SuggestLimits limits;

    FactsReader(ReadOnlyWork work, SuggestLimits limits) {
        this.work = work;
        this.limits = limits;
    }

    /**
     * Reads tables.
     *
     * @param schemas of these schemas; of all if none is given
     */
    DatabaseFacts read(List<String> schemas) {
        Catalog catalog = work.onTheCatalog(() -> CatalogReader.read(work.session(), schemas));
        List<Notice> unread = new ArrayList<>();
        List<Table> tables = catalog.tables();
        if (tables.size() > CatalogReader.MOST_TABLES) {
            tables = tables.subList(0, CatalogReader.MOST_TABLES);
            unread.add(new Notice(
                    "database",
                    "Only " + CatalogReader.MOST_TABLES
                            + " tables were looked at. Name schemas in the request to look into others."));
        }
        Map<TableName, Table> byName = new HashMap<>();
        tables.forEach(table -> byName.put(table.name(), table));
        DatabaseFacts known =
                new DatabaseFacts(tables.stream().map(RowSampler::withoutRows).toList(), catalog.links(), List.of());
        RowSampler sampler = new RowSampler(work.session(), limits.rows());
        List<TableFacts> read = new ArrayList<>();
        long begun = System.nanoTime();
        int late = 0;
        for (TableFacts table : known.likeliestFirst()) {
            Table found = byName.get(table.name());
            if (found == null || !found.obstacle().isEmpty()) {
                unread.add(new Notice(table.name().toString(), found == null ? "" : found.obstacle()));
                read.add(table);
            } else if (System.nanoTime() - begun > limits.sampling().toNanos()) {
                late++;
                read.add(table);
            } else {
                read.add(sampled(sampler, found, table, unread));
            }
        }
        if (late > 0) {
            unread.add(new Notice(
                    "database",
                    "The time for samples, " + limits.sampling().toSeconds() + " s, was over before the rows of " + late
                            + " tables were read. Name schemas in the request to look at fewer."));
        }
        return new DatabaseFacts(read, catalog.links(), unread);
    }

    private TableFacts sampled(RowSampler sampler, Table found, TableFacts known, List<Notice> unread) {
        Outcome<TableFacts> outcome = work.onATable("", () -> sampler.read(found));
        if (outcome instanceof Outcome.Done<TableFacts> done) {
            return done.result();
        }
        unread.add(new Notice(
                known.name().toString(),
                ((Outcome.Failed<TableFacts>) outcome).reason() + " Its rows were not read. Ask again."));
        return known;
    }
}
