// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.corpus.assess.Retrievability;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.ImportedHashes;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SliceSize;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.IndependentRecipe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Validator of a corpus: reads every document, chunk and reference and counts errors. It decides on the result of a migration, so it
 * has its own SQL and its own implementation of the recipe. Read-only.
 *
 * <p>Works in slices of a second or two, whatever the size of the corpus. The caller stores the counts between slices
 * ({@link CorpusNumbers#toJson}); any instance may run the next slice. Documents are read with their chunks in the order of their ids,
 * which no longer change; references are read in the order of their tables' blocks, and each is looked up by index. So the time is
 * linear in rows, and no statement depends on statistics. Without an index that leads from documents to chunks, each slice reads all
 * chunks.
 *
 * <p>Long, because all phases of one scan of the corpus count into the same numbers.
 */
public final class CorpusValidator {
    private static final int LEAST_PAGE = 20;
    private static final int MOST_PAGE = 1_000;

    /** Page size without an index. Each page then reads the whole table of chunks, so pages are few and large. */
    private static final int PAGE_WITHOUT_INDEX = 50_000;

    private static final int CHUNKS_AT_ONCE = 4_000;
    private static final int USERS_AT_ONCE = 5_000;
    private static final int LEAST_BLOCKS = 64;
    private static final int MOST_BLOCKS = 8_192;

    /** Maximum number of documents of a slice; the counts of their users are held in memory. */
    private static final int MOST_DOCUMENTS = 20_000;

    private static final int LONGEST_OWNER = 300;
    private static final long SLICE_NANOS = 1_500_000_000;

    /** Last second since the epoch that counts as a time; later ones mean infinity. */
    private static final double LAST_SECOND = 1e11;

    private final CorpusSchema schema;
    private final ValidationSql sql;
    private final OrphanCount orphans;
    private final IndependentRecipe recipe;
    private final UserTally users;
    private final SliceHalves halves;
    private final Optional<ExcludedDocuments> leftAlone;
    private final SliceSize pages = new SliceSize(LEAST_PAGE, MOST_PAGE);
    private final SliceSize blocks = new SliceSize(LEAST_BLOCKS, MOST_BLOCKS);
    private final List<Reference> references;
    private final boolean chunksIndexed;

    /** Creates a validator that counts users in memory. */
    public CorpusValidator(CorpusSchema schema) {
        this(schema, UserTally.inMemory(), Optional.empty(), SliceHalves.inTurn());
    }

    /**
     * Creates a validator of a corpus.
     *
     * @param leftAlone documents that a migration left alone; empty before a migration
     * @param halves reader of chunks and references, which take most of the time
     */
    public CorpusValidator(
            CorpusSchema schema, UserTally users, Optional<ExcludedDocuments> leftAlone, SliceHalves halves) {
        this.schema = schema;
        this.users = users;
        this.halves = halves;
        this.leftAlone = leftAlone;
        this.sql = new ValidationSql(schema);
        this.orphans = new OrphanCount(schema);
        this.recipe =
                new IndependentRecipe(schema.namespace(), schema.documents().algorithm());
        this.references = schema.tables().stream()
                // A list of hashes may have more keys than the corpus has documents.
                .filter(table -> !table.relation().name().equals(ImportedHashes.TABLE))
                .flatMap(table -> table.idColumns().stream()
                        .filter(idColumn -> idColumn.origin() != IdColumn.Origin.ID)
                        .filter(ValidationSql::tellsOrphans)
                        .map(idColumn -> new Reference(table.relation().name(), idColumn)))
                .toList();
        this.chunksIndexed = schema.chunks().stream()
                .allMatch(chunks -> schema.table(chunks.table()).idColumns().stream()
                        .anyMatch(idColumn -> idColumn.indexed()
                                && idColumn.column()
                                        .name()
                                        .equals(chunks.document().name())));
    }

    private record Reference(TableName table, IdColumn idColumn) {}

    /** Validates the whole corpus in one call. */
    public CorpusNumbers validate(Session session) {
        CorpusNumbers numbers = new CorpusNumbers();
        while (!numbers.done()) {
            session.inTransaction(() -> {
                slice(session, numbers, 0);
                return true;
            });
        }
        return numbers;
    }

    /**
     * Counts the next slice.
     *
     * @param session in a transaction, in which the caller also stores the numbers
     * @param numbers counts so far, which this call changes; after an exception, discard them and continue from the stored ones
     * @param expected approximate number of documents, for {@link CorpusNumbers#pagesRead}; 0 if unknown
     */
    public void slice(Session session, CorpusNumbers numbers, long expected) {
        long begun = System.nanoTime();
        session.execute(settings(numbers.place.phase));
        CorpusNumbers.Place place = numbers.place;
        switch (place.phase) {
            case PREPARING -> {
                if (users.forget(session)) {
                    measure(session, place);
                    next(numbers);
                }
            }
            case DOCUMENTS -> documents(session, numbers, expected);
            case REFERENCES -> reference(session, numbers);
            case USERS -> users(session, numbers);
            case DONE -> {
                return;
            }
        }
        place.seconds += (System.nanoTime() - begun) / 1e9;
    }

    private static String settings(CorpusNumbers.Phase phase) {
        return phase == CorpusNumbers.Phase.DOCUMENTS ? PlannerSettings.IN_ORDER : PlannerSettings.BY_INDEX;
    }

    private static void next(CorpusNumbers numbers) {
        numbers.place.phase = numbers.place.phase.next();
        numbers.place.item = 0;
        numbers.place.block = 0;
        numbers.place.after = Optional.empty();
    }

    private void measure(Session session, CorpusNumbers.Place place) {
        place.documentPages = pages(session, schema.documents().table());
        for (ChunkTable chunks : schema.chunks()) {
            place.documentPages += pages(session, chunks.table());
        }
        place.pages = place.documentPages;
        for (Reference reference : references) {
            place.pages += pages(session, reference.table());
        }
    }

    private static long pages(Session session, TableName table) {
        return TableBlocks.of(session, TableSql.quoted(table)).pages();
    }

    private record Document(
            Optional<String> owner, String written, String id, Optional<String> trueId, Optional<Instant> created) {
        boolean isTrue() {
            return trueId.filter(id::equals).isPresent();
        }
    }

    private void documents(Session session, CorpusNumbers numbers, long expected) {
        long begun = System.nanoTime();
        CorpusNumbers.Place place = numbers.place;
        Map<String, Retrievability.User> seen = new HashMap<>();
        int size;
        int documents = 0;
        List<Document> page;
        do {
            int fitting = pages.begin();
            size = chunksIndexed ? fitting : PAGE_WITHOUT_INDEX;
            page = place.after.isEmpty()
                    ? session.list(sql.documents(true), this::document, size)
                    : session.list(sql.documents(false), this::document, size, place.after.get());
            Map<String, Long> untrueChunks = chunks(session, page, numbers);
            for (Document document : page) {
                count(document, !untrueChunks.containsKey(document.id()), numbers, seen);
            }
            missed(session, page, untrueChunks, numbers);
            if (!page.isEmpty()) {
                place.after = Optional.of(page.get(page.size() - 1).written());
            }
            pages.end();
            documents += page.size();
        } while (page.size() == size && documents < MOST_DOCUMENTS && System.nanoTime() - begun < SLICE_NANOS);
        users.add(session, seen.values());
        place.pagesRead = expected == 0
                ? 0
                : (long) (place.documentPages * Math.min(1.0, (double) numbers.count("documents") / expected));
        if (page.size() < size) {
            place.pagesRead = place.documentPages;
            next(numbers);
        }
    }

    private Document document(Session.Fields row) {
        Optional<String> owner = row.find("owner", String.class);
        String written = row.text("id");
        return new Document(
                owner,
                written,
                written.toLowerCase(Locale.ROOT),
                recipe.document(
                                owner.orElse(null),
                                row.find("hash", String.class).orElse(null))
                        .map(UUID::toString),
                row.find("created", Double.class)
                        .filter(seconds -> Math.abs(seconds) < LAST_SECOND)
                        .map(seconds -> Instant.ofEpochSecond(seconds.longValue())));
    }

    /** Counts untrue rows that the migration should have changed. */
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

    private static void count(
            Document document, boolean chunksSound, CorpusNumbers numbers, Map<String, Retrievability.User> seen) {
        numbers.add("documents", 1);
        if (!document.isTrue()) {
            numbers.add("untrueDocuments", 1);
            numbers.example("untrueDocuments", document.id());
        }
        boolean retrievable = document.isTrue() && chunksSound;
        if (retrievable) {
            numbers.add("retrievableDocuments", 1);
        }
        document.owner()
                .map(CorpusValidator::shortened)
                .ifPresent(owner ->
                        seen.merge(owner, new Retrievability.User(owner, 1, retrievable ? 1 : 0), UserTally::sum));
    }

    /** Shortens a user beyond the legal length, because an index refuses values that are much longer. */
    private static String shortened(String owner) {
        return owner.length() <= LONGEST_OWNER
                ? owner
                : owner.substring(0, LONGEST_OWNER) + "… " + Integer.toHexString(owner.hashCode());
    }

    private void users(Session session, CorpusNumbers numbers) {
        List<Retrievability.User> slice = users.take(session, numbers.place.after, USERS_AT_ONCE);
        for (Retrievability.User user : slice) {
            numbers.add("users", 1);
            numbers.add("usersWithLoss", user.retrievable() < user.documents() ? 1 : 0);
            numbers.add("usersWithNothing", user.retrievable() == 0 ? 1 : 0);
            numbers.user(user);
        }
        if (slice.size() < USERS_AT_ONCE) {
            next(numbers);
        } else {
            numbers.place.after = Optional.of(slice.get(slice.size() - 1).user());
        }
    }

    private record Chunk(
            String id,
            String document,
            @Nullable String chunker,
            @Nullable String version,
            @Nullable Long ordinal) {}

    /**
     * Chunks of some documents.
     *
     * @param untrue number of untrue chunks of each document that has any
     */
    private record Chunks(CorpusNumbers numbers, Map<String, Long> untrue) {}

    /** Number of untrue chunks of each document that has any. */
    private Map<String, Long> chunks(Session session, List<Document> page, CorpusNumbers numbers) {
        // Without an index, each half would read all chunks.
        int middle = halves.areAtOnce() && chunksIndexed ? page.size() / 2 : page.size();
        Map<String, Long> untrue = new HashMap<>();
        halves.read(
                        session,
                        settings(CorpusNumbers.Phase.DOCUMENTS),
                        first -> chunks(first, page.subList(0, middle)),
                        second -> chunks(second, page.subList(middle, page.size())))
                .forEach(half -> {
                    numbers.add(half.numbers());
                    untrue.putAll(half.untrue());
                });
        return untrue;
    }

    private Chunks chunks(Session session, List<Document> page) {
        CorpusNumbers numbers = new CorpusNumbers();
        Map<String, Long> untrue = new HashMap<>();
        if (page.isEmpty()) {
            return new Chunks(numbers, untrue);
        }
        // Not thread-safe, so each half has its own.
        IndependentRecipe ownRecipe =
                new IndependentRecipe(schema.namespace(), schema.documents().algorithm());
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
                        "FETCH " + CHUNKS_AT_ONCE + " FROM " + cursor,
                        row -> new Chunk(
                                row.text("id"),
                                row.text("document"),
                                row.find("chunker", String.class).orElse(null),
                                row.find("version", String.class).orElse(null),
                                row.find("ordinal", Long.class).orElse(null)));
                slice.forEach(chunk -> count(chunk, byId, untrue, numbers, ownRecipe));
            } while (slice.size() == CHUNKS_AT_ONCE);
            session.execute("CLOSE " + cursor);
        }
        return new Chunks(numbers, untrue);
    }

    private static void count(
            Chunk chunk,
            Map<String, Document> byId,
            Map<String, Long> untrue,
            CorpusNumbers numbers,
            IndependentRecipe recipe) {
        numbers.add("chunks", 1);
        Document document = byId.get(chunk.document());
        Optional<String> trueId = document == null
                ? Optional.empty()
                : document.trueId()
                        .flatMap(id ->
                                recipe.chunk(UUID.fromString(id), chunk.chunker(), chunk.version(), chunk.ordinal()))
                        .map(UUID::toString);
        if (trueId.filter(chunk.id()::equals).isEmpty()) {
            numbers.add("untrueChunks", 1);
            numbers.example("untrueChunks", chunk.id());
            untrue.merge(chunk.document(), 1L, Long::sum);
        }
    }

    /** Ids of documents as the column of chunks writes them: without a foreign key, the letter case may differ. */
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

    private void reference(Session session, CorpusNumbers numbers) {
        CorpusNumbers.Place place = numbers.place;
        if (place.item >= references.size()) {
            place.pagesRead = place.pages;
            next(numbers);
            return;
        }
        TableName table = references.get(place.item).table();
        IdColumn idColumn = references.get(place.item).idColumn();
        TableBlocks all = TableBlocks.of(session, TableSql.quoted(table));
        long until = place.block + blocks.begin();
        String counter = CorpusNumbers.orphansOf(name(table, idColumn));
        long from = place.block;
        long middle = halves.areAtOnce() ? from + (Math.min(until, Math.max(from, all.last())) - from) / 2 : until;
        halves.read(
                        session,
                        settings(CorpusNumbers.Phase.REFERENCES),
                        first -> orphans.within(first, table, idColumn, from, middle),
                        second -> middle == until
                                ? OrphanCount.Orphans.NONE
                                : orphans.within(second, table, idColumn, middle, until))
                .forEach(found -> {
                    numbers.add(counter, found.rows());
                    found.examples().forEach(id -> numbers.example(counter, id));
                });
        blocks.end();
        long last = Math.max(1, all.last());
        place.pagesRead += all.pages() * (Math.min(until, last) - Math.min(place.block, last)) / last;
        place.block = until;
        if (until >= all.last()) {
            place.item++;
            place.block = 0;
        }
    }

    /**
     * Name of a column's references in a counter {@code orphans.}: {@code schema.table.column}, followed by a space and the path for a
     * JSON value.
     */
    public static String name(TableName table, IdColumn idColumn) {
        return table + "." + idColumn.column().name()
                + idColumn.path().map(path -> " " + ValidationSql.path(path)).orElse("")
                + idColumn.pattern().map(pattern -> " " + pattern).orElse("");
    }
}
