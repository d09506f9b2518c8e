// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.postgres.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Preview of merges, without locks or changes: finds documents with rows that differ, and counts the chunks that the others would lose
 * to equal chunks. Uses the same closure and the same comparison as the merge itself, which repeats both.
 *
 * <p>Documents are compared together. Documents to which a difference can be attributed are taken out; otherwise the rest is halved
 * until it can.
 */
public final class MergePreview {
    private final Session session;
    private final CorpusSchema schema;
    private final List<MergeTable> tables;
    private final DuplicateCheck check;
    private final Map<Long, Difference> differing = new LinkedHashMap<>();
    private final Map<Long, Integer> chunks = new HashMap<>();

    /** Creates a preview with the present unique indexes of a corpus. */
    public MergePreview(Session session, CorpusSchema schema) {
        this.session = session;
        this.schema = schema;
        this.tables = MergeTable.all(session, schema);
        this.check = new DuplicateCheck(session, schema, tables);
    }

    /**
     * Merge of one row into another.
     *
     * @param doc number of the document that is set aside if the merge is refused
     * @param space 0 for a document, else the kind of chunks
     */
    public record Merge(long doc, int space, UUID from, UUID to) {}

    /**
     * Result of a preview.
     *
     * @param differing differences of documents that must not be merged, by number
     * @param chunks number of chunks that would be merged into equal ones, for each of the other documents
     */
    public record Result(Map<Long, Difference> differing, Map<Long, Integer> chunks) {
        public Result {
            differing = Map.copyOf(differing);
            chunks = Map.copyOf(chunks);
        }
    }

    /** Previews merges, in the order in which they will be carried out. */
    public Result of(List<Merge> merges) {
        return of(List.of(), merges);
    }

    /**
     * Previews merges, in the order in which they will be carried out.
     *
     * @param accepted earlier merges that were previewed and will be carried out
     */
    public Result of(List<Merge> accepted, List<Merge> merges) {
        differing.clear();
        chunks.clear();
        compareOrders(merges);
        compare(
                byDocument(merges.stream()
                        .filter(merge -> !differing.containsKey(merge.doc()))
                        .toList()),
                new ArrayList<>(byDocument(accepted)));
        return new Result(differing, chunks);
    }

    private void compareOrders(List<Merge> merges) {
        List<Merge> documents =
                merges.stream().filter(merge -> merge.space() == 0).toList();
        new ChunkOrders(session, schema)
                .differences(
                        documents.stream().map(Merge::from).toList(),
                        documents.stream().map(Merge::to).toList())
                .forEach((place, difference) ->
                        differing.put(documents.get(place).doc(), difference));
    }

    private static List<List<Merge>> byDocument(List<Merge> merges) {
        Map<Long, List<Merge>> byDocument = new LinkedHashMap<>();
        merges.forEach(merge -> byDocument
                .computeIfAbsent(merge.doc(), absent -> new ArrayList<>())
                .add(merge));
        return List.copyOf(byDocument.values());
    }

    private void compare(List<List<Merge>> documents, List<List<Merge>> accepted) {
        if (documents.isEmpty()) {
            return;
        }
        Set<UUID> survivors = new HashSet<>();
        documents.forEach(document -> document.forEach(merge -> survivors.add(merge.to())));
        MergeSearch search = new MergeSearch(session, tables, false);
        // Accepted merges into the same survivors come first, as they will when the merges are carried out.
        accepted.stream()
                .filter(document -> document.stream().anyMatch(merge -> survivors.contains(merge.to())))
                .forEach(document -> document.forEach(merge -> search.merge(merge.space(), merge.from(), merge.to())));
        Map<UUID, Long> owners = new HashMap<>();
        for (List<Merge> document : documents) {
            for (Merge merge : document) {
                search.merge(merge.space(), merge.from(), merge.to());
                owners.put(merge.from(), merge.doc());
            }
        }
        MergeClosure closure = search.find();
        List<DuplicateCheck.Differing> found = check.differing(closure);
        if (found.isEmpty()) {
            count(closure, owners);
            accepted.addAll(documents);
        } else if (documents.size() == 1) {
            differing.put(documents.get(0).get(0).doc(), found.get(0).difference());
        } else {
            divide(documents, accepted, told(closure, found, owners));
        }
    }

    private void divide(List<List<Merge>> documents, List<List<Merge>> accepted, Map<Long, Difference> told) {
        if (told.isEmpty()) {
            int half = documents.size() / 2;
            compare(documents.subList(0, half), accepted);
            compare(documents.subList(half, documents.size()), accepted);
        } else {
            differing.putAll(told);
            compare(
                    documents.stream()
                            .filter(document ->
                                    !told.containsKey(document.get(0).doc()))
                            .toList(),
                    accepted);
        }
    }

    /** Documents whose own row or chunks differ from those of a survivor that is not taken out itself. */
    private Map<Long, Difference> told(
            MergeClosure closure, List<DuplicateCheck.Differing> found, Map<UUID, Long> owners) {
        Map<Long, Difference> told = new LinkedHashMap<>();
        for (DuplicateCheck.Differing row : found) {
            Long owner = owner(row.row(), owners);
            Optional<Long> other = closure.survivor(row.row()).map(survivor -> owner(survivor, owners));
            if (owner != null && (other.isEmpty() || other.get().equals(owner))) {
                told.putIfAbsent(owner, row.difference());
            }
        }
        return told;
    }

    private void count(MergeClosure closure, Map<UUID, Long> owners) {
        owners.values().forEach(doc -> chunks.putIfAbsent(doc, 0));
        for (int space = 1; space <= schema.chunks().size(); space++) {
            for (MergeRow row : new LinkedHashSet<>(closure.deleted(space))) {
                Long owner = owner(row, owners);
                if (owner != null) {
                    chunks.merge(owner, 1, Integer::sum);
                }
            }
        }
    }

    /** Previewed document that a row belongs to; null for any other row. */
    private @Nullable Long owner(MergeRow row, Map<UUID, Long> owners) {
        if (row.table() == 0) {
            return owners.get(id(row, schema.documents().id().name()));
        }
        if (row.table() > schema.chunks().size()) {
            return null;
        }
        ChunkTable table = schema.chunks().get(row.table() - 1);
        Long byDocument = owners.get(id(row, table.document().name()));
        return byDocument == null ? owners.get(id(row, table.id().name())) : byDocument;
    }

    private static @Nullable UUID id(MergeRow row, String column) {
        String value = row.values().get(column);
        return value == null ? null : UUID.fromString(value);
    }
}
