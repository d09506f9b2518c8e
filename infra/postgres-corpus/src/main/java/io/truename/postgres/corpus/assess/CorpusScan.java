// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.CorpusTally;
import io.truename.corpus.assess.ScannedDocument;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.TextForm;
import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.RefusedException;
import io.truename.identity.UuidText;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.CreationTimeSql;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Scan of a corpus: reads every document once, ordered by user and id, with the chunks of each page of documents. Recomputes every id
 * in Java, so the database does not need {@code uuid-ossp}. Holds one page in memory, whatever the size of the corpus. A server-side
 * cursor keeps the order: without an index that leads with the user, the sort runs once for each snapshot. A later snapshot continues
 * after the last document.
 *
 * <p>Long, because its statements stand beside the code that reads their columns.
 */
final class CorpusScan {
    private static final int PAGE = 2_000;

    /** Page size without an index on the reference. Each page then reads the whole table of chunks, so pages are few and large. */
    private static final int PAGE_WITHOUT_INDEX = 50_000;

    private static final int CHUNKS_AT_ONCE = 5_000;

    private final CorpusSchema schema;
    private final int recentDays;

    CorpusScan(CorpusSchema schema, int recentDays) {
        this.schema = schema;
        this.recentDays = recentDays;
    }

    /**
     * Continues reading until the end or until time is up; reads at least one page.
     *
     * @param session in a REPEATABLE READ transaction, so that all pages come from one snapshot
     */
    ScanState goOn(Session session, ScanState from, BooleanSupplier timeIsUp) {
        CorpusTally tally = new CorpusTally(from.tally());
        Optional<ScanState.Position> last = from.last();
        // The whole order is wanted, not its beginning soon.
        session.execute("SET LOCAL cursor_tuple_fraction = 1; SET LOCAL jit = off");
        if (schema.documents()
                .user()
                .plainColumn()
                .filter(column -> !column.nullable())
                .isPresent()) {
            // An index that leads with the user gives the order, whatever the statistics say: nothing is sorted but
            // each user.
            session.execute("SET LOCAL enable_sort = off");
        }
        declare(session, last);
        session.execute(PlannerSettings.BY_INDEX);
        int size = chunksAreIndexed() ? PAGE : PAGE_WITHOUT_INDEX;
        boolean complete = false;
        do {
            List<Document> page = session.list("FETCH " + size + " FROM truename_scan", this::document);
            countChunks(session, page);
            page.forEach(document -> tally.add(document.seen()));
            if (!page.isEmpty()) {
                Document end = page.get(page.size() - 1);
                last = Optional.of(new ScanState.Position(Optional.ofNullable(end.user), end.id));
            }
            complete = page.size() < size;
        } while (!complete && !timeIsUp.getAsBoolean());
        session.execute("CLOSE truename_scan");
        return new ScanState(
                tally.state(),
                last,
                from.snapshots() + 1,
                complete ? Optional.of(ScanState.References.BEGIN) : Optional.empty(),
                Optional.empty(),
                false);
    }

    private boolean chunksAreIndexed() {
        return schema.chunks().stream()
                .allMatch(chunks ->
                        idColumn(schema, chunks.table(), chunks.document()).indexed());
    }

    static IdColumn idColumn(CorpusSchema schema, io.truename.corpus.schema.TableName table, Column column) {
        return schema.table(table).idColumns().stream()
                .filter(idColumn -> idColumn.column().name().equals(column.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(table + "." + column.name() + " is no id column"));
    }

    private void declare(Session session, Optional<ScanState.Position> last) {
        CorpusSchema.DocumentTable documents = schema.documents();
        String id = SqlNames.quoted(documents.id().name());
        // Of an input that is more than a column, no index has the order: the whole is sorted once for each snapshot.
        String user = documents
                .user()
                .plainColumn()
                .map(column -> SqlNames.quoted(column.name()))
                .orElseGet(() -> "(" + RecipeSql.user(documents, "d") + ") COLLATE \"C\"");
        String type = documents.user().plainColumn().map(Column::type).orElse("text");
        String month = "NULL::text";
        String recent = "false";
        Optional<String> createdAt = documents.createdAt().flatMap(column -> CreationTimeSql.of(column, "d"));
        if (createdAt.isPresent()) {
            String created = createdAt.get();
            boolean zoned =
                    documents.createdAt().filter(CreationTimeSql::isZoned).isPresent();
            month = "to_char(" + created + (zoned ? " AT TIME ZONE 'UTC'" : "") + ", 'YYYY-MM')";
            recent = "coalesce(" + created + " >= now() - interval '" + recentDays + " days', false)";
        }
        String status = documents
                .status()
                .map(column -> SqlNames.quoted(column.name()) + "::text")
                .orElse("NULL::text");
        String select = "DECLARE truename_scan NO SCROLL CURSOR FOR SELECT " + id + "::text AS id, "
                + RecipeSql.user(documents, "d") + " AS owner, " + RecipeSql.storedHash(documents, "d") + " AS hash, "
                + month + " AS month, "
                + recent + " AS recent, " + status + " AS status FROM "
                + TableSql.quoted(documents.table()) + " AS d";
        String order = " ORDER BY " + user + " NULLS LAST, " + id;
        if (last.isEmpty()) {
            session.execute(select + order);
        } else if (last.get().user().isEmpty()) {
            session.update(
                    select + " WHERE " + user + " IS NULL AND " + id + " > $1::text::"
                            + documents.id().type() + order,
                    last.get().id());
        } else {
            session.update(
                    select + " WHERE (" + user + ", " + id + ") > ($1::text::"
                            + type + ", $2::text::"
                            + documents.id().type() + ")"
                            + (documents.user().nullable() ? " OR " + user + " IS NULL" : "")
                            + order,
                    last.get().user().orElseThrow(),
                    last.get().id());
        }
    }

    private Document document(Session.Fields row) {
        return new Document(
                row.text("id"),
                row.find("owner", String.class).orElse(null),
                row.find("hash", String.class).orElse(null),
                row.find("month", String.class),
                row.flag("recent"),
                row.find("status", String.class));
    }

    private void countChunks(Session session, List<Document> page) {
        if (page.isEmpty()) {
            return;
        }
        Map<Object, Document> byId = new HashMap<>(page.size() * 2);
        page.forEach(document -> byId.put(document.key(), document));
        for (CorpusSchema.ChunkTable chunks : schema.chunks()) {
            IdColumn parent = idColumn(schema, chunks.table(), chunks.document());
            boolean uuids = parent.type() == IdType.UUID;
            boolean chunkUuids = idColumn(schema, chunks.table(), chunks.id()).type() == IdType.UUID;
            String document = SqlNames.quoted(chunks.document().name());
            String sql = "SELECT " + document + (uuids ? "" : "::text") + ", "
                    + SqlNames.quoted(chunks.id().name()) + (chunkUuids ? "" : "::text") + ", "
                    + RecipeSql.chunker(chunks, "c") + ", " + RecipeSql.chunkerVersion(chunks, "c") + ", "
                    + RecipeSql.ordinal(chunks, "c") + "::bigint FROM "
                    + RecipeSql.chunks(chunks, "c") + " WHERE " + document + " = ANY($1)";
            session.each(
                    sql,
                    CHUNKS_AT_ONCE,
                    row -> new Chunk(
                            uuids ? row.get(0, UUID.class) : key(row.get(0, String.class)),
                            chunkUuids ? row.get(1, UUID.class) : row.get(1, String.class),
                            row.orNull(2, String.class),
                            row.orNull(3, String.class),
                            row.orNull(4, Long.class)),
                    chunk -> Optional.ofNullable(byId.get(chunk.document)).ifPresent(owner -> owner.count(chunk)),
                    uuids ? uuids(page) : texts(page, parent.form()));
        }
    }

    private static Object uuids(List<Document> page) {
        return page.stream()
                .map(Document::key)
                .filter(UUID.class::isInstance)
                .map(UUID.class::cast)
                .toArray(UUID[]::new);
    }

    /** Ids as the documents and the column write them: without a foreign key the two texts may differ. */
    private static Object texts(List<Document> page, TextForm form) {
        List<String> texts = new ArrayList<>();
        for (Document document : page) {
            texts.add(document.id);
            String formed = form == TextForm.UPPER
                    ? document.id.toUpperCase(Locale.ROOT)
                    : document.id.toLowerCase(Locale.ROOT);
            if (!formed.equals(document.id)) {
                texts.add(formed);
            }
        }
        return texts.toArray(String[]::new);
    }

    private static Object key(String id) {
        return UuidText.isUuid(id) ? UuidText.parse(id) : id;
    }

    private record Chunk(
            Object document,
            Object id,
            @Nullable String chunker,
            @Nullable String version,
            @Nullable Long ordinal) {}

    /** A document of the current page, while its chunks are counted. */
    private final class Document {
        private final String id;
        private final @Nullable String user;
        private final Optional<String> month;
        private final boolean recent;
        private final Optional<String> status;
        private final @Nullable DocumentId trueId;
        private Optional<String> refused = Optional.empty();
        private long chunks;
        private long untrueChunks;

        private Document(
                String id,
                @Nullable String user,
                @Nullable String hash,
                Optional<String> month,
                boolean recent,
                Optional<String> status) {
            this.id = id;
            this.user = user;
            this.month = month;
            this.recent = recent;
            this.status = status;
            DocumentId computed = null;
            if (key() instanceof String) {
                refused = Optional.of("id");
            } else {
                try {
                    computed = user == null || hash == null ? refuse(user, hash) : schema.documentId(user, hash);
                } catch (RefusedException notLegal) {
                    refuse(user, hash);
                }
            }
            trueId = computed;
        }

        private @Nullable DocumentId refuse(@Nullable String givenUser, @Nullable String givenHash) {
            refused =
                    Optional.of(DocumentName.check(givenUser, givenHash).get(0).field());
            return null;
        }

        private Object key() {
            return CorpusScan.key(id);
        }

        private void count(Chunk chunk) {
            chunks++;
            DocumentId owner = trueId;
            if (owner == null) {
                return;
            }
            long ordinal = chunk.ordinal == null ? -1 : chunk.ordinal;
            if (chunk.chunker == null || chunk.version == null || ordinal < 0 || ordinal > Integer.MAX_VALUE) {
                refuseChunk(owner, chunk, ordinal);
                return;
            }
            try {
                UUID computed = schema.namespace()
                        .chunkId(owner, chunk.chunker, chunk.version, (int) ordinal)
                        .toUuid();
                Object stored = chunk.id instanceof String text ? CorpusScan.key(text) : chunk.id;
                if (!computed.equals(stored)) {
                    untrueChunks++;
                }
            } catch (RefusedException notLegal) {
                refuseChunk(owner, chunk, ordinal);
            }
        }

        private void refuseChunk(DocumentId owner, Chunk chunk, long ordinal) {
            if (refused.isEmpty()) {
                refused = Optional.of(ChunkName.check(owner.toString(), chunk.chunker, chunk.version, ordinal)
                        .get(0)
                        .field());
            }
        }

        private ScannedDocument seen() {
            Object stored = key();
            return new ScannedDocument(
                    user == null ? "" : user,
                    version(stored),
                    stored instanceof UUID uuid && schema.namespace().mayHaveMade(uuid),
                    month,
                    status,
                    recent,
                    refused,
                    trueId != null && trueId.toUuid().equals(stored),
                    chunks,
                    untrueChunks);
        }

        private String version(Object stored) {
            if (!(stored instanceof UUID uuid)) {
                return "no UUID";
            }
            if (uuid.getMostSignificantBits() == 0 && uuid.getLeastSignificantBits() == 0) {
                return "nil";
            }
            return uuid.variant() == 2 && uuid.version() >= 1 && uuid.version() <= 8 ? "v" + uuid.version() : "other";
        }
    }
}
