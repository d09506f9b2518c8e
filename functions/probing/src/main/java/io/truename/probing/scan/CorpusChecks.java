// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.identity.ChunkId;
import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.RefusedException;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.finding.Observations;
import io.truename.probing.recipe.Diagnosis;
import io.truename.probing.recipe.Inputs;
import io.truename.probing.recipe.RecipeDiagnosis;
import io.truename.probing.recipe.RecipeSearch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks of a corpus whose rows pass by once: documents in the order of their ids, each followed by its chunks in the order of
 * table, chunker, version and ordinal. Ids are computed again; what does not match is diagnosed. Memory does not grow with the
 * corpus. A pass can be put aside after each page as {@link State} and taken up again.
 *
 * <p>Rows that a migration will still move are progress: their ids, and that their owner cannot retrieve them, are no findings.
 * Everything else about them is. A chunk's id is computed from the id of its document that is stored. Not thread-safe.
 *
 * <p>Long, because one row runs through all checks.
 */
public final class CorpusChecks {
    /** Labels of facts that a wrong recipe of chunks may have read instead of the document's id. */
    private static final List<String> CHUNK_EXTRAS = List.of("true-id", "content-hash", "user");

    /** Reasons for which an owner cannot retrieve a document. */
    private static final String ID = "document.id";

    private static final String CHUNK_ID = "chunk.id";
    private static final String INPUT = "input";

    private static final int MOST_UNDECIDED = 200;

    /**
     * All that a pass knows so far.
     *
     * @param statuses documents by status; odd are those without chunks
     * @param embeddings chunks by table and status; odd are those without embedding
     * @param beginnings documents by table, chunker and version; odd are those whose first ordinal is 1
     * @param knownOfDocuments details of wrong recipes that explained documents' ids
     * @param knownOfChunks the same of chunks, by table
     * @param unexplainedChunks chunks whose parent a second look may find; not among the observations yet
     * @param unexplainedDocuments ids that a second look may find to be the true id of another document; the same
     * @param progress rows whose id is not true and that a migration will move
     */
    public record State(
            List<Observation> observations,
            List<Majorities.Group> statuses,
            List<Majorities.Group> embeddings,
            List<Majorities.Group> beginnings,
            List<String> knownOfDocuments,
            List<List<String>> knownOfChunks,
            List<UnexplainedChunk> unexplainedChunks,
            List<UUID> unexplainedDocuments,
            long documents,
            long chunks,
            long progress) {
        public static final State EMPTY = new State(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), 0, 0, 0);

        public State {
            observations = List.copyOf(observations);
            statuses = List.copyOf(statuses);
            embeddings = List.copyOf(embeddings);
            beginnings = List.copyOf(beginnings);
            knownOfDocuments = List.copyOf(knownOfDocuments);
            knownOfChunks = List.copyOf(knownOfChunks);
            unexplainedChunks = List.copyOf(unexplainedChunks);
            unexplainedDocuments = List.copyOf(unexplainedDocuments);
        }

        /** Beginning of the next pass: nothing is counted, and recipes that explained ids are tried first. */
        public State next() {
            return new State(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    knownOfDocuments,
                    knownOfChunks,
                    List.of(),
                    List.of(),
                    0,
                    0,
                    0);
        }
    }

    private record Undecided(int table, UUID id, Diagnosis.Ambiguous diagnosis) {}

    private final CorpusSchema schema;
    private final boolean idsAreUuids;
    private final CorpusCauses causes;
    private final Observations observations;
    private final IllegalInputs illegalInputs;
    private final CompletenessChecks completeness;
    private final OrdinalChecks ordinals;
    private final RecipeDiagnosis ofDocuments;
    private final List<RecipeDiagnosis> ofChunks = new ArrayList<>();
    private final List<Undecided> undecided = new ArrayList<>();
    private final Unexplained unexplained;
    private Unexplained unexplainedOfPage;
    private final RecentDocuments recent = new RecentDocuments();
    private final State prior;
    private long documents;
    private long chunks;
    private long progress;

    private @Nullable DocumentRow document;
    private @Nullable DocumentId storedId;
    private @Nullable DocumentId trueId;
    private String lost = "";

    /**
     * Begins a pass or goes on with it.
     *
     * @param otherNamespaces that a writer may have used, besides those of RFC 9562 and Truename
     * @param extras labels of {@link DocumentRow#extras} that a wrong recipe may have read
     * @param prior last pass over the whole corpus: its majorities decide too, so that a pass over a few rows knows what is
     *     usual; {@link State#EMPTY} if there was none
     */
    public CorpusChecks(CorpusSchema schema, List<UUID> otherNamespaces, List<String> extras, State from, State prior) {
        this.schema = schema;
        idsAreUuids = schema.documents().id().type().equals("uuid");
        this.prior = prior;
        causes = new CorpusCauses(schema);
        observations = new Observations(from.observations());
        illegalInputs = new IllegalInputs(causes, observations);
        completeness = new CompletenessChecks(
                causes, schema.documents().id().name(), schema.chunks().size(), from.statuses(), from.embeddings());
        ordinals = new OrdinalChecks(causes, observations, from.beginnings());
        unexplained = new Unexplained(schema.namespace(), from.unexplainedChunks(), from.unexplainedDocuments());
        unexplainedOfPage = new Unexplained(schema.namespace(), List.of(), List.of());
        documents = from.documents();
        chunks = from.chunks();
        progress = from.progress();
        ofDocuments = new RecipeDiagnosis(
                RecipeSearch.ofDocuments(schema.namespace(), otherNamespaces, extras), from.knownOfDocuments());
        for (int table = 0; table < schema.chunks().size(); table++) {
            List<String> known =
                    table < from.knownOfChunks().size() ? from.knownOfChunks().get(table) : List.of();
            ofChunks.add(new RecipeDiagnosis(
                    RecipeSearch.ofChunks(schema.namespace(), otherNamespaces, CHUNK_EXTRAS), known));
        }
    }

    /** Takes the next document; its chunks follow. */
    public void document(DocumentRow row) {
        endDocument();
        documents++;
        if (row.id().isUuid()) {
            // Ids of text that differ in letter case only lie anywhere: a scan counts them over the whole table.
            if (idsAreUuids
                    && storedId != null
                    && storedId.mostSignificantBits() == row.id().mostSignificantBits()
                    && storedId.leastSignificantBits() == row.id().leastSignificantBits()) {
                observations.add(
                        causes.ofId(FindingKind.ID_COLLISION, -1, ""), row.id().toString());
            }
            storedId = new DocumentId(row.id().mostSignificantBits(), row.id().leastSignificantBits());
            recent.add(row.id());
        } else {
            storedId = null;
            observations.add(
                    causes.ofId(FindingKind.ID_NOT_A_UUID, -1, ""), row.id().toString());
            lose(ID);
        }
        document = row;
        ordinals.document(row.id());
        trueId = trueId(row);
        if (trueId != null && storedId != null && !trueId.equals(storedId)) {
            collides(trueId);
            wrong(row);
        }
    }

    /** Takes the next chunk of the document. */
    public void chunk(ChunkRow row) {
        DocumentRow parent = document;
        if (parent == null) {
            throw new IllegalStateException("A chunk comes after its document, or as an orphan.");
        }
        completeness.chunk(row);
        check(row, storedId, parent);
    }

    /** Takes a chunk whose document does not exist. */
    public void orphan(ChunkRow row, StoredId missing) {
        endDocument();
        storedId = null;
        observations.add(
                causes.ofChunks(
                        FindingKind.REFERENCE_ORPHAN,
                        row.table(),
                        causes.chunks(row.table()).document().name(),
                        ""),
                row.id().toString());
        DocumentId parent =
                missing.isUuid() ? new DocumentId(missing.mostSignificantBits(), missing.leastSignificantBits()) : null;
        check(row, parent, null);
    }

    /** Ends a page: decides the cases that only other rows of the page could decide. */
    public void endPage() {
        endDocument();
        for (Undecided one : undecided) {
            report(one.table(), one.id(), diagnosis(one.table()).decide(one.diagnosis()));
        }
        undecided.clear();
        endUnexplained();
        ofDocuments.beginPage();
        ofChunks.forEach(RecipeDiagnosis::beginPage);
    }

    /** Whether ids are left that another document of the corpus may explain. */
    public boolean wantsSecondLook() {
        return !unexplained.isEmpty();
    }

    /**
     * Asks a document, after the last page, whether it explains the rows that are left. The caller passes all documents of the corpus, in
     * any order, if {@link #wantsSecondLook}.
     */
    public void secondLook(DocumentRow row) {
        if (row.id().isUuid()) {
            unexplained.takeChunksOf(row.id().toUuid()).forEach(this::isOf);
        }
        String user = row.user();
        String hash = row.contentHash();
        if (user != null
                && hash != null
                && schema.documents().algorithm().check(user, hash).isEmpty()) {
            collides(schema.documentId(user, hash));
        }
    }

    /** All that is known after the last page. */
    public State state() {
        return new State(
                observations.list(),
                completeness.statuses(),
                completeness.embeddings(),
                ordinals.beginnings(),
                ofDocuments.known(),
                ofChunks.stream().map(RecipeDiagnosis::known).toList(),
                unexplained.chunks(),
                unexplained.documents(),
                documents,
                chunks,
                progress);
    }

    /** All observations of the pass so far, with those that the majorities decide. */
    public Observations observations() {
        Observations all = decided();
        unexplained.chunks().forEach(chunk -> reportUnexplained(all, chunk.table(), chunk.id()));
        unexplained.documents().forEach(id -> reportUnexplained(all, -1, id));
        return all;
    }

    /** The same without ids that a second look may still explain. */
    public Observations decided() {
        Observations all = new Observations(observations.list());
        ordinals.addMinorities(all, prior.beginnings());
        completeness.addMinorities(all, prior);
        return all;
    }

    private @Nullable DocumentId trueId(DocumentRow row) {
        String user = row.user();
        String hash = row.contentHash();
        if (user != null && hash != null) {
            try {
                return schema.documentId(user, hash);
            } catch (RefusedException notLegal) {
                // Counted below, with every field that is not legal.
            }
        }
        illegalInputs.of(row, schema.documents());
        lose(INPUT);
        return null;
    }

    private void wrong(DocumentRow row) {
        if (row.toMove()) {
            progress++;
            return;
        }
        UUID id = row.id().toUuid();
        Diagnosis diagnosis = ofDocuments.document(
                id, () -> Inputs.of(present(row.user()), present(row.contentHash()), row.extras()));
        lose(ID);
        if (!(diagnosis instanceof Diagnosis.Unexplained) || !unexplained.keep(id)) {
            take(-1, id, diagnosis);
        }
    }

    private void check(ChunkRow row, @Nullable DocumentId parent, @Nullable DocumentRow of) {
        chunks++;
        if (!row.id().isUuid()) {
            lose(CHUNK_ID);
            observations.add(
                    causes.ofId(FindingKind.ID_NOT_A_UUID, row.table(), ""),
                    row.id().toString());
            if (of != null && IllegalInputs.isLegal(row)) {
                ordinals.chunk(row);
            }
            return;
        }
        String chunker = row.chunker();
        String version = row.chunkerVersion();
        if (chunker == null || version == null || row.ordinal() < 0 || row.ordinal() > Integer.MAX_VALUE) {
            illegal(row);
            return;
        }
        if (parent == null) {
            return;
        }
        ChunkId computed;
        try {
            computed = schema.namespace().chunkId(parent, chunker, version, (int) row.ordinal());
        } catch (RefusedException notLegal) {
            illegal(row);
            return;
        }
        if (of != null) {
            ordinals.chunk(row);
        }
        if (computed.mostSignificantBits() != row.id().mostSignificantBits()
                || computed.leastSignificantBits() != row.id().leastSignificantBits()) {
            wrong(row, new ChunkNameOf(parent, chunker, version, (int) row.ordinal()), of);
        }
    }

    private record ChunkNameOf(DocumentId parent, String chunker, String version, int ordinal) {
        ChunkName get() {
            return new ChunkName(parent, chunker, version, ordinal);
        }
    }

    private void wrong(ChunkRow row, ChunkNameOf name, @Nullable DocumentRow of) {
        if (of != null && of.toMove()) {
            progress++;
            return;
        }
        UUID id = row.id().toUuid();
        Supplier<Inputs> inputs = () -> Inputs.of(name.get(), of == null ? Map.of() : extras(of));
        Diagnosis diagnosis = diagnosis(row.table()).chunk(id, inputs, recent);
        lose(CHUNK_ID);
        if (!(diagnosis instanceof Diagnosis.Unexplained)
                || !unexplainedOfPage.keep(new UnexplainedChunk(row.table(), id, name.get()))) {
            take(row.table(), id, diagnosis);
        }
    }

    private Map<String, String> extras(DocumentRow of) {
        Map<String, String> extras = new HashMap<>();
        if (trueId != null) {
            extras.put("true-id", trueId.toString());
        }
        if (of.contentHash() != null) {
            extras.put("content-hash", of.contentHash());
        }
        if (of.user() != null) {
            extras.put("user", of.user());
        }
        return extras;
    }

    private void take(int table, UUID id, Diagnosis diagnosis) {
        if (diagnosis instanceof Diagnosis.Ambiguous ambiguous) {
            if (undecided.size() < MOST_UNDECIDED) {
                undecided.add(new Undecided(table, id, ambiguous));
                return;
            }
            report(table, id, diagnosis(table).decide(ambiguous));
            return;
        }
        report(table, id, diagnosis);
    }

    private void report(int table, UUID id, Diagnosis diagnosis) {
        Cause cause = diagnosis instanceof Diagnosis.OfAnotherParent
                ? causes.wrongParent(table)
                : causes.ofId(diagnosis.kind(), table, diagnosis.detail());
        observations.add(cause, id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private void isOf(UnexplainedChunk chunk) {
        observations.add(causes.wrongParent(chunk.table()), chunk.id().toString());
    }

    private void reportUnexplained(Observations into, int table, UUID id) {
        into.add(
                causes.ofId(
                        FindingKind.ID_WRONG_RECIPE,
                        table,
                        Diagnosis.Unexplained.of(id).detail()),
                id.toString());
    }

    /** The true id of a document may be the id of another, whose content is then under a wrong name. */
    private void collides(DocumentId trueIdOfAnother) {
        UUID id = trueIdOfAnother.toUuid();
        if (unexplained.takeDocument(id)) {
            observations.add(causes.ofId(FindingKind.ID_COLLISION, -1, ""), id.toString());
        }
    }

    private void endUnexplained() {
        if (unexplainedOfPage.isEmpty()) {
            return;
        }
        if (!unexplained.isFull()) {
            // Where so many are unexplained, another cause is likelier; the search itself asks recent documents, too.
            for (UUID candidate : recent) {
                unexplainedOfPage.takeChunksOf(candidate).forEach(this::isOf);
            }
        }
        for (UnexplainedChunk chunk : unexplainedOfPage.chunks()) {
            if (!unexplained.keep(chunk)) {
                reportUnexplained(observations, chunk.table(), chunk.id());
            }
        }
        unexplainedOfPage = new Unexplained(schema.namespace(), List.of(), List.of());
    }

    private void illegal(ChunkRow row) {
        illegalInputs.of(row, causes.chunks(row.table()));
        lose(INPUT);
    }

    private void endDocument() {
        DocumentRow row = document;
        ordinals.end();
        if (row != null) {
            completeness.document(row);
            if (!lost.isEmpty() && !row.toMove() && row.user() != null) {
                observations.add(
                        causes.ofDocuments(
                                FindingKind.USER_CANNOT_RETRIEVE,
                                schema.documents().user().described(),
                                lost),
                        present(row.user()));
            }
        }
        document = null;
        trueId = null;
        lost = "";
    }

    /** The owner cannot retrieve the document; the first reason is kept. */
    private void lose(String reason) {
        if (lost.isEmpty()) {
            lost = reason;
        }
    }

    private RecipeDiagnosis diagnosis(int table) {
        return table < 0 ? ofDocuments : ofChunks.get(table);
    }

    private static String present(@Nullable String text) {
        return text == null ? "" : text;
    }
}
