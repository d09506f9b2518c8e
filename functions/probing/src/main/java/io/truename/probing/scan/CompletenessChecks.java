// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.corpus.assess.CorpusTally;
import io.truename.corpus.assess.ProcessedStatus;
import io.truename.corpus.schema.Column;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.finding.Observations;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that settled documents have chunks, and their chunks embeddings. Most documents of the same status decide whether
 * they should.
 */
final class CompletenessChecks {
    private final CorpusCauses causes;
    private final String idColumn;
    private final Majorities statuses;
    private final Majorities embeddings;
    private final List<OfTable> tables = new ArrayList<>();

    CompletenessChecks(
            CorpusCauses causes,
            String idColumn,
            int tables,
            List<Majorities.Group> statuses,
            List<Majorities.Group> embeddings) {
        this.causes = causes;
        this.idColumn = idColumn;
        this.statuses = new Majorities(statuses);
        this.embeddings = new Majorities(embeddings);
        for (int table = 0; table < tables; table++) {
            this.tables.add(new OfTable());
        }
    }

    /** Chunks of the present document in one table. */
    private static final class OfTable {
        private final List<String> samples = new ArrayList<>();
        private long chunks;
        private long withoutEmbedding;
    }

    void chunk(ChunkRow row) {
        OfTable table = tables.get(row.table());
        table.chunks++;
        if (!row.embedded()) {
            table.withoutEmbedding++;
            if (table.samples.size() < Observation.MOST_SAMPLES) {
                table.samples.add(row.id().toString());
            }
        }
    }

    /** Takes a document after all its chunks. */
    void document(DocumentRow row) {
        String status = status(row);
        long chunks = 0;
        for (int number = 0; number < tables.size(); number++) {
            OfTable table = tables.get(number);
            chunks += table.chunks;
            if (row.settled() && table.chunks > 0) {
                embeddings.add(number + " " + status, table.chunks, table.withoutEmbedding, table.samples);
            }
            table.chunks = 0;
            table.withoutEmbedding = 0;
            table.samples.clear();
        }
        if (row.settled()) {
            boolean none = chunks == 0;
            statuses.add(status, 1, none ? 1 : 0, none ? List.of(row.id().toString()) : List.of());
        }
    }

    List<Majorities.Group> statuses() {
        return statuses.list();
    }

    List<Majorities.Group> embeddings() {
        return embeddings.list();
    }

    /** Adds the observations that the majorities decide. */
    void addMinorities(Observations all, CorpusChecks.State prior) {
        for (Majorities.Group group : statuses.list()) {
            Majorities.Group with = Majorities.with(group, prior.statuses());
            if (group.odd() > 0 && ProcessedStatus.isProcessed(with.name(), with.rows(), with.odd())) {
                all.add(new Observation(
                        causes.ofDocuments(FindingKind.CHUNKS_MISSING, idColumn, group.name()),
                        group.odd(),
                        group.samples()));
            }
        }
        for (Majorities.Group group : embeddings.list()) {
            if (Majorities.oddIsWrong(group, prior.embeddings())) {
                int table =
                        Integer.parseInt(group.name().substring(0, group.name().indexOf(' ')));
                String column =
                        causes.chunks(table).embedding().map(Column::name).orElse("");
                all.add(new Observation(
                        causes.ofChunks(FindingKind.EMBEDDING_MISSING, table, column, ""),
                        group.odd(),
                        group.samples()));
            }
        }
    }

    private static String status(DocumentRow row) {
        String status = row.status();
        return status == null
                ? CorpusTally.NONE
                : status.substring(0, Math.min(status.length(), Cause.MOST_CHARACTERS));
    }
}
