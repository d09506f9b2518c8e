// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.corpus.schema.BackfillSchema;
import io.truename.identity.UuidText;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SliceSize;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.batch.BackfillState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Validation of a backfill: computes every true id anew with the second implementation of the recipe, and compares it with the column.
 * It reads each row once, in slices; the run stores the place and the numbers.
 */
public final class BackfillValidation {
    private static final int FEWEST_ROWS = 500;
    private static final int MOST_ROWS = 20_000;
    private static final int MOST_EXAMPLES = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BackfillSchema schema;
    private final int run;
    private final BackfillRecords records;
    private final KeyedRows rows;
    private final List<BackfillSql> sql;

    public BackfillValidation(BackfillSchema schema, int run) {
        this.schema = schema;
        this.run = run;
        this.records = new BackfillRecords(schema, run);
        this.rows = new KeyedRows(new IndependentNames(schema.corpus()));
        this.sql = IntStream.range(0, schema.tables().size())
                .mapToObj(source -> new BackfillSql(schema, source))
                .toList();
    }

    /**
     * Numbers of a validation.
     *
     * @param json {@code documents}, {@code trueDocuments}, {@code chunks}, {@code trueChunks}, and {@code untrue} with {@code examples}
     */
    public record Numbers(ObjectNode json) {
        /** Rows without their true id that no exception explains. */
        public long untrue() {
            return json.path("untrue").asLong();
        }

        /** Sentence with the numbers. */
        public String summary() {
            return json.path("trueDocuments").asLong() + " of "
                    + json.path("documents").asLong() + " documents and "
                    + json.path("trueChunks").asLong() + " of "
                    + json.path("chunks").asLong()
                    + " chunks have their true id.";
        }

        /** Sentence on untrue rows. */
        public String untrueRows() {
            StringBuilder examples = new StringBuilder();
            json.path("examples")
                    .forEach(example ->
                            examples.append(examples.isEmpty() ? "" : ", ").append(example.asText()));
            return untrue() + " rows that the run was to write do not have their true id, such as " + examples + ".";
        }
    }

    /** Whether a validation is under way. */
    public boolean begun(Session session) {
        return session.one(
                "SELECT EXISTS (SELECT FROM truename.corpus_count WHERE run = $1 AND moment = 'AFTER') AS begun",
                row -> row.flag("begun"),
                run);
    }

    /** Deletes the place and the numbers. */
    public void forget(Session session) {
        session.update("DELETE FROM truename.corpus_count WHERE run = $1 AND moment = 'AFTER'", run);
    }

    /**
     * Continues the validation.
     *
     * @param session outside of a transaction
     * @return empty until every row was read
     */
    public Optional<Numbers> tick(Session session, BooleanSupplier timeLeft) {
        session.update(
                "INSERT INTO truename.corpus_count (run, moment, pass, numbers) SELECT number, 'AFTER', pass, $2::text::jsonb"
                        + " FROM truename.run WHERE number = $1 ON CONFLICT DO NOTHING",
                run,
                first(session).toString());
        SliceSize size = new SliceSize(FEWEST_ROWS, MOST_ROWS);
        ObjectNode numbers;
        do {
            int most = size.begin();
            numbers = session.inTransaction(() -> slice(session, most));
            size.end();
        } while (!numbers.path("done").asBoolean() && timeLeft.getAsBoolean());
        return numbers.path("done").asBoolean() ? Optional.of(new Numbers(numbers)) : Optional.empty();
    }

    private ObjectNode first(Session session) {
        long pages = schema.tables().stream()
                .mapToLong(table ->
                        TableBlocks.of(session, TableSql.quoted(table.name())).pages())
                .sum();
        ObjectNode numbers = JSON.createObjectNode().put("done", false).put("source", 0);
        for (String name : List.of("documents", "trueDocuments", "chunks", "trueChunks", "untrue")) {
            numbers.put(name, 0L);
        }
        numbers.putArray("examples");
        numbers.putObject("place").put("pages", pages).put("pagesRead", 0L).put("seconds", 0.0);
        return numbers;
    }

    private record Kept(String numbers, long expected) {}

    private ObjectNode slice(Session session, int most) {
        long begun = System.nanoTime();
        Kept kept = session.one(
                "SELECT c.numbers::text AS numbers, r.documents_seen + r.chunks_seen AS expected"
                        + " FROM truename.corpus_count c JOIN truename.run r ON r.number = c.run"
                        + " WHERE c.run = $1 AND c.moment = 'AFTER' FOR UPDATE OF c",
                row -> new Kept(row.text("numbers"), row.number("expected")),
                run);
        ObjectNode numbers = parsed(kept.numbers());
        int source = numbers.path("source").asInt();
        if (source < schema.tables().size()) {
            session.execute(PlannerSettings.BY_INDEX);
            read(session, numbers, source, most);
            ObjectNode place = (ObjectNode) numbers.path("place");
            long read =
                    numbers.path("documents").asLong() + numbers.path("chunks").asLong();
            place.put(
                    "pagesRead",
                    Math.round(place.path("pages").asLong()
                            * Math.min(1, (double) read / Math.max(1, Math.max(read, kept.expected())))));
            place.put("seconds", place.path("seconds").asDouble() + (System.nanoTime() - begun) / 1e9);
        } else {
            numbers.put("done", true);
        }
        session.update(
                "UPDATE truename.corpus_count SET numbers = $2::text::jsonb WHERE run = $1 AND moment = 'AFTER'",
                run,
                numbers.toString());
        return numbers;
    }

    private static ObjectNode parsed(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void read(Session session, ObjectNode numbers, int source, int most) {
        JsonNode after = numbers.path("after");
        List<String> keys = after.isMissingNode()
                ? session.list(sql.get(source).firstKeys, row -> row.text("key"), most)
                : session.list(sql.get(source).nextKeys, row -> row.text("key"), most, after.asText());
        if (keys.isEmpty()) {
            numbers.put("source", source + 1).remove("after");
            return;
        }
        numbers.put("after", keys.get(keys.size() - 1));
        List<KeyedRow> read = rows.read(session, source, sql.get(source), keys.toArray(String[]::new), false);
        Map<String, BackfillEntry> known = records.known(session, source, read);
        List<KeyedRow> untrue = new ArrayList<>();
        for (KeyedRow row : read) {
            Optional<BackfillEntry> entry = Optional.ofNullable(known.get(row.key()));
            add(numbers, source == 0 ? "documents" : "chunks");
            if (row.trueId().isPresent()) {
                if (stored(source, row, entry).equals(row.trueId())) {
                    add(numbers, source == 0 ? "trueDocuments" : "trueChunks");
                } else if (entry.filter(record -> record.state() == BackfillState.QUARANTINED)
                        .isEmpty()) {
                    untrue.add(row);
                }
            }
        }
        unexplained(session, source, untrue, known).forEach(row -> {
            add(numbers, "untrue");
            if (numbers.withArray("examples").size() < MOST_EXAMPLES) {
                numbers.withArray("examples").add(schema.tables().get(source).name() + " " + row.key());
            }
        });
    }

    private Optional<UUID> stored(int source, KeyedRow row, Optional<BackfillEntry> entry) {
        return schema.tables().get(source).trueId().isPresent()
                ? row.stored().filter(UuidText::isUuid).map(UuidText::parse)
                : entry.filter(known -> known.state() == BackfillState.WRITTEN).map(BackfillEntry::trueId);
    }

    /** Rows that were not left without their true id because another row, which is still there, has it. */
    private List<KeyedRow> unexplained(
            Session session, int source, List<KeyedRow> untrue, Map<String, BackfillEntry> known) {
        List<KeyedRow> skipped = untrue.stream()
                .filter(row ->
                        known.containsKey(row.key()) && known.get(row.key()).state() == BackfillState.SKIPPED)
                .toList();
        if (skipped.isEmpty()) {
            return untrue;
        }
        List<UUID> wanted = skipped.stream()
                .flatMap(row -> row.trueId().stream())
                .distinct()
                .toList();
        Set<UUID> held = new HashSet<>();
        if (schema.tables().get(source).replacesKey()) {
            KeyedRows.present(
                            session,
                            sql.get(source),
                            wanted.stream().map(UUID::toString).toList())
                    .keySet()
                    .forEach(key -> held.add(UUID.fromString(key)));
        } else {
            Map<UUID, BackfillEntry> holders = records.holders(session, source, wanted);
            Set<String> present = KeyedRows.present(
                            session,
                            sql.get(source),
                            holders.values().stream().map(BackfillEntry::key).toList())
                    .keySet();
            holders.values().stream()
                    .filter(holder -> present.contains(holder.key()))
                    .forEach(holder -> held.add(holder.trueId()));
        }
        return untrue.stream()
                .filter(row -> !skipped.contains(row)
                        || row.trueId().filter(held::contains).isEmpty())
                .toList();
    }

    private static void add(ObjectNode numbers, String name) {
        numbers.put(name, numbers.path(name).asLong() + 1);
    }
}
