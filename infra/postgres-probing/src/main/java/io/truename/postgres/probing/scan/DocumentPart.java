// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.scan.CorpusChecks;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Documents with their chunks, in the order of their ids. */
final class DocumentPart implements ScanPart {
    /** How old a document must be so that its chunks and embeddings are expected, in seconds. */
    static final double SETTLED_SECONDS = 900;

    private static final Set<FindingKind> KINDS = EnumSet.of(
            FindingKind.ID_RANDOM,
            FindingKind.ID_WRONG_RECIPE,
            FindingKind.ID_NOT_A_UUID,
            FindingKind.ID_COLLISION,
            FindingKind.INPUT_ILLEGAL,
            FindingKind.REFERENCE_WRONG_PARENT,
            FindingKind.CHUNKS_MISSING,
            FindingKind.ORDINAL_GAP,
            FindingKind.ORDINAL_REPEATED,
            FindingKind.EMBEDDING_MISSING,
            FindingKind.USER_CANNOT_RETRIEVE);

    private final CorpusSchema schema;
    private final List<DocumentExtras.Extra> extras;
    private final CorpusChecks.State prior;
    private final PageReader reader;
    private final Database corpus;
    private @Nullable CorpusChecks checks;
    private @Nullable PageAhead ahead;

    /**
     * The part.
     *
     * @param prior what the last whole pass knew
     * @param corpus that is read
     */
    DocumentPart(CorpusSchema schema, CorpusChecks.State prior, Database corpus) {
        this(schema, prior, corpus, PageSize.MOST);
    }

    /** The part with pages of so many documents at most. */
    DocumentPart(CorpusSchema schema, CorpusChecks.State prior, Database corpus, int documentsOfAPage) {
        this.corpus = corpus;
        this.schema = schema;
        this.prior = prior;
        extras = DocumentExtras.of(schema);
        reader = new PageReader(schema, extras, new PageSize(documentsOfAPage));
    }

    @Override
    public String name() {
        return "documents " + schema.documents().table();
    }

    @Override
    public boolean covers(Cause cause) {
        if (cause.kind() == FindingKind.REFERENCE_ORPHAN) {
            return schema.chunks().stream()
                    .anyMatch(table -> PageReader.seesOrphans(schema, table)
                            && cause.table().equals(table.table().toString())
                            && cause.column().equals(table.document().name()));
        }
        return KINDS.contains(cause.kind()) && ofTheCorpus(cause.table());
    }

    private boolean ofTheCorpus(String table) {
        return table.equals(schema.documents().table().toString())
                || schema.chunks().stream()
                        .anyMatch(of -> table.equals(of.table().toString()));
    }

    @Override
    public boolean isEssential() {
        return true;
    }

    @Override
    public void close() {
        PageAhead present = ahead;
        ahead = null;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        CorpusChecks continued = checks == null ? checks(state.checks) : checks;
        checks = continued;
        PageAhead pages = ahead == null ? new PageAhead(corpus, reader) : ahead;
        ahead = pages;
        double settled = state.began - SETTLED_SECONDS;
        state.expected = schema.table(schema.documents().table()).relation().rows();
        boolean last;
        do {
            PageAhead.Read read = pages.take(state.after);
            CorpusPage page = read.page();
            last = page.until().isEmpty();
            if (!last) {
                pages.begin(page.until());
            }
            page.pass(continued, read.toMove(), settled);
            state.corpusRows += page.documents() + page.chunks();
            state.rows += page.documents() + page.chunks();
            if (page.isCut()) {
                state.notLookedAt(
                        "chunks of document " + page.ids().get(0),
                        "It has more than " + PageSize.MOST_CHUNKS + " chunks in one table; as many were read.");
            }
            state.after = page.until();
        } while (!last && !timeIsUp.getAsBoolean());
        state.checks = continued.state();
        return last;
    }

    /** Passes one page to the checks. */
    static void pass(
            Session session, CorpusPage page, CorpusChecks checks, Optional<LiveRun> run, double settledBefore) {
        Set<UUID> toMove = run.isPresent() ? run.get().toMove(session, page.uuids()) : Set.of();
        page.pass(checks, toMove, settledBefore);
    }

    /** Checks that go on from a state. */
    CorpusChecks checks(CorpusChecks.State from) {
        return new CorpusChecks(schema, List.of(), DocumentExtras.labels(extras), from, prior);
    }

    PageReader reader() {
        return reader;
    }
}
