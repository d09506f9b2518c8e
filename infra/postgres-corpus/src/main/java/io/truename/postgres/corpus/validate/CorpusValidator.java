// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.corpus.assess.Retrievability;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every document, every chunk and every reference of a corpus and counts what is wrong: the judge of a migration, so it
 * has its own SQL and its own recipe. Reads only.
 *
 * <p>Works in ticks that a caller may spread over as many instances as it likes: what is counted so far is the caller's to
 * keep ({@link CorpusNumbers#toJson}). Documents are streamed in order of their user, so that figures about users need the
 * memory of one; a tick sorts what is left unless an index on (user, id) does. One statement per reference and per kind of
 * duplicates cannot be divided: these take as long as the database needs to join two tables.
 *
 * <p>Long, because all phases of one walk over the corpus count into the same numbers.
 */
public final class CorpusValidator {
    private static final int PAGE = 500;
    private static final int SLICE = 4_000;
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(30);

    /** Of a time that is one, and not infinity. */
    private static final double LAST_SECOND = 1e11;

    private final CorpusSchema schema;
    private final ValidationSql sql;
    private final PlainRecipe recipe;
    private final Optional<ExcludedDocuments> leftAlone;

    /** Of that corpus. */
    public CorpusValidator(CorpusSchema schema) {
        this(schema, Optional.empty());
    }

    /** Of that corpus after a migration, which need not have moved all of it. */
    public CorpusValidator(CorpusSchema schema, ExcludedDocuments leftAlone) {
        this(schema, Optional.of(leftAlone));
    }

    private CorpusValidator(CorpusSchema schema, Optional<ExcludedDocuments> leftAlone) {
        this.leftAlone = leftAlone;
        this.schema = schema;
        this.sql = new ValidationSql(schema);
        this.recipe = new PlainRecipe(schema.namespace());
    }

    /** Looks at everything at once. */
    public CorpusNumbers validate(Session session) {
        CorpusNumbers numbers = new CorpusNumbers();
        while (!numbers.done()) {
            tick(session, numbers, () -> true);
        }
        return numbers;
    }

    /**
     * Goes on counting for as long as there is time, at least one page of documents or one statement.
     *
     * @param numbers so far; changed. When this throws, they are of no use: go on from those kept before
     * @param session outside of a transaction
     */
    public void tick(Session session, CorpusNumbers numbers, BooleanSupplier timeLeft) {
        session.longestWait(LONGEST_STATEMENT);
        do {
            switch (numbers.place.phase) {
                case DOCUMENTS -> session.inTransaction(() -> documents(session, numbers, timeLeft));
                case WITHOUT_USER -> withoutUser(session, numbers);
                case REFERENCES -> references(session, numbers);
                case DUPLICATES -> duplicates(session, numbers);
                case DONE -> {
                    return;
                }
            }
        } while (!numbers.done() && timeLeft.getAsBoolean());
    }

    private static void next(CorpusNumbers numbers) {
        numbers.place.phase = numbers.place.phase.next();
        numbers.place.item = 0;
    }

    private record Document(
            String owner, String written, String id, Optional<String> trueId, Optional<Instant> created) {
        boolean isTrue() {
            return trueId.filter(id::equals).isPresent();
        }
    }

    private boolean documents(Session session, CorpusNumbers numbers, BooleanSupplier timeLeft) {
        List<String> cursor = numbers.place.cursor;
        String declare = "DECLARE truename_validation NO SCROLL CURSOR FOR " + sql.documents(cursor.isEmpty());
        if (cursor.isEmpty()) {
            session.execute(declare);
        } else {
            session.update(declare, cursor.get(0), cursor.get(1));
        }
        List<Document> page;
        do {
            page = session.list("FETCH " + PAGE + " FROM truename_validation", this::document);
            Map<String, Long> untrueChunks = chunks(session, page, numbers);
            for (Document document : page) {
                count(document, !untrueChunks.containsKey(document.id()), numbers);
            }
            missed(session, page, untrueChunks, numbers);
        } while (page.size() == PAGE && timeLeft.getAsBoolean());
        session.execute("CLOSE truename_validation");
        if (page.size() < PAGE) {
            closeUser(numbers);
            next(numbers);
        }
        return true;
    }

    private Document document(Session.Fields row) {
        String owner = row.text("owner");
        String written = row.text("id");
        return new Document(
                owner,
                written,
                written.toLowerCase(Locale.ROOT),
                recipe.document(owner, row.find("hash", String.class).orElse(null)),
                row.find("created", Double.class)
                        .filter(seconds -> Math.abs(seconds) < LAST_SECOND)
                        .map(seconds -> Instant.ofEpochSecond(seconds.longValue())));
    }

    /** Counts what is not true although the migration was to make it so. */
    private void missed(Session session, List<Document> page, Map<String, Long> untrueChunks, CorpusNumbers numbers) {
        if (leftAlone.isEmpty()) {
            return;
        }
        List<Document> suspects = page.stream()
                .filter(document -> !document.isTrue() || untrueChunks.containsKey(document.id()))
                .toList();
        if (suspects.isEmpty()) {
            return;
        }
        Set<String> left = leftAlone
                .get()
                .of(
                        session,
                        suspects.stream()
                                .map(document -> new ExcludedDocuments.Suspect(document.id(), document.created()))
                                .toList());
        for (Document document : suspects) {
            if (!left.contains(document.id())) {
                long chunks = untrueChunks.getOrDefault(document.id(), 0L);
                if (!document.isTrue()) {
                    numbers.add("missedDocuments", 1);
                    numbers.example("missedDocuments", document.id());
                }
                if (chunks > 0) {
                    numbers.add("missedChunks", chunks);
                    numbers.example("missedChunks", document.id());
                }
            }
        }
    }

    private void count(Document document, boolean chunksSound, CorpusNumbers numbers) {
        CorpusNumbers.Place place = numbers.place;
        if (!place.cursor.isEmpty() && !place.cursor.get(0).equals(document.owner())) {
            closeUser(numbers);
        }
        boolean isTrue = document.isTrue();
        numbers.add("documents", 1);
        if (!isTrue) {
            numbers.add("untrueDocuments", 1);
            numbers.example("untrueDocuments", document.id());
        }
        place.usersDocuments++;
        if (isTrue && chunksSound) {
            numbers.add("retrievableDocuments", 1);
            place.usersRetrievable++;
        }
        place.cursor = List.of(document.owner(), document.written());
    }

    private static void closeUser(CorpusNumbers numbers) {
        CorpusNumbers.Place place = numbers.place;
        if (place.usersDocuments > 0) {
            numbers.add("users", 1);
            numbers.user(new Retrievability.User(place.cursor.get(0), place.usersDocuments, place.usersRetrievable));
            numbers.add("usersWithLoss", place.usersRetrievable < place.usersDocuments ? 1 : 0);
            numbers.add("usersWithNothing", place.usersRetrievable == 0 ? 1 : 0);
        }
        place.usersDocuments = 0;
        place.usersRetrievable = 0;
    }

    private record Chunk(
            String id,
            String document,
            @Nullable String chunker,
            @Nullable String version,
            @Nullable String ordinal) {}

    /** How many chunks of a document are not those of its true id; without the documents that have none such. */
    private Map<String, Long> chunks(Session session, List<Document> page, CorpusNumbers numbers) {
        Map<String, Long> untrue = new HashMap<>();
        if (page.isEmpty()) {
            return untrue;
        }
        Map<String, Document> byId = new HashMap<>();
        page.forEach(document -> byId.put(document.id(), document));
        int source = 0;
        for (ChunkTable table : schema.chunks()) {
            String cursor = "truename_validation_" + ++source;
            session.update("DECLARE " + cursor + " NO SCROLL CURSOR FOR " + sql.chunks(table), (Object)
                    writtenAs(table, page));
            List<Chunk> slice;
            do {
                slice = session.list(
                        "FETCH " + SLICE + " FROM " + cursor,
                        row -> new Chunk(
                                row.text("id"),
                                row.text("document"),
                                row.find("chunker", String.class).orElse(null),
                                row.find("version", String.class).orElse(null),
                                row.find("ordinal", String.class).orElse(null)));
                slice.forEach(chunk -> count(chunk, byId, untrue, numbers));
            } while (slice.size() == SLICE);
            session.execute("CLOSE " + cursor);
        }
        return untrue;
    }

    private void count(Chunk chunk, Map<String, Document> byId, Map<String, Long> untrue, CorpusNumbers numbers) {
        numbers.add("chunks", 1);
        Document document = byId.get(chunk.document());
        Optional<String> trueId = document == null
                ? Optional.empty()
                : document.trueId().flatMap(id -> recipe.chunk(id, chunk.chunker(), chunk.version(), chunk.ordinal()));
        if (trueId.filter(chunk.id()::equals).isEmpty()) {
            numbers.add("untrueChunks", 1);
            numbers.example("untrueChunks", chunk.id());
            untrue.merge(chunk.document(), 1L, Long::sum);
        }
    }

    /** A column without a foreign key may write ids in another case than the documents do. */
    private String[] writtenAs(ChunkTable table, List<Document> page) {
        List<String> ids = new ArrayList<>();
        boolean uuid = table.document().type().equals("uuid");
        for (Document document : page) {
            ids.add(document.id());
            if (!uuid) {
                ids.add(document.id().toUpperCase(Locale.ROOT));
            }
        }
        return ids.toArray(String[]::new);
    }

    private void withoutUser(Session session, CorpusNumbers numbers) {
        if (schema.documents().user().nullable()) {
            long documents = session.one(sql.withoutUser(), row -> row.number("rows"));
            numbers.add("documents", documents);
            numbers.add("untrueDocuments", documents);
            for (ChunkTable table : documents == 0 ? List.<ChunkTable>of() : schema.chunks()) {
                long chunks = session.one(sql.chunksWithoutUser(table), row -> row.number("rows"));
                numbers.add("chunks", chunks);
                numbers.add("untrueChunks", chunks);
            }
        }
        next(numbers);
    }

    private record Reference(TableName table, IdColumn idColumn) {}

    private void references(Session session, CorpusNumbers numbers) {
        List<Reference> references = schema.tables().stream()
                .flatMap(table -> table.idColumns().stream()
                        .filter(idColumn -> idColumn.origin() != IdColumn.Origin.ID)
                        .map(idColumn -> new Reference(table.relation().name(), idColumn)))
                .toList();
        if (numbers.place.item >= references.size()) {
            next(numbers);
            return;
        }
        Reference reference = references.get(numbers.place.item);
        IdColumn idColumn = reference.idColumn();
        String column = name(reference.table(), idColumn);
        Object[] path = idColumn.path().map(ValidationSql::path).stream().toArray();
        found(session, sql.orphans(reference.table(), idColumn), CorpusNumbers.orphansOf(column), numbers, path);
        numbers.place.item++;
    }

    /**
     * What the references of a column are called in a counter {@code orphans.}: {@code schema.table.column}, and after a space the
     * path of a JSON value.
     */
    public static String name(TableName table, IdColumn idColumn) {
        return table + "." + idColumn.column().name()
                + idColumn.path().map(path -> " " + ValidationSql.path(path)).orElse("");
    }

    private void duplicates(Session session, CorpusNumbers numbers) {
        if (numbers.place.item == 0) {
            found(session, sql.duplicateDocuments(), "duplicateDocuments", numbers);
        } else if (numbers.place.item <= schema.chunks().size()) {
            ChunkTable table = schema.chunks().get(numbers.place.item - 1);
            found(session, sql.duplicateChunks(table), "duplicateChunks", numbers);
        } else {
            next(numbers);
            return;
        }
        numbers.place.item++;
    }

    private static void found(Session session, String sql, String counter, CorpusNumbers numbers, Object... values) {
        session.one(
                sql,
                row -> {
                    numbers.add(counter, row.number("rows"));
                    row.find("examples", String[].class)
                            .ifPresent(ids -> List.of(ids).forEach(id -> numbers.example(counter, id)));
                    return row;
                },
                values);
    }
}
