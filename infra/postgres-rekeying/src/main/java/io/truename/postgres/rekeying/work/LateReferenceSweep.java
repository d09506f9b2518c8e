// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.corpus.failure.FailureKind;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.SliceSize;
import io.truename.postgres.SqlException;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.rekeying.batch.ValidationException;
import io.truename.postgres.rekeying.late.LateReference;
import io.truename.postgres.rekeying.late.LateReferences;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.Direction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Sweep for late references: searches every column that may hold them, and repairs them, in slices of a second or two. The run stores
 * the position, so a kill loses the search of one slice at most.
 */
final class LateReferenceSweep {
    private static final int BATCH = 500;
    private static final int ATTEMPTS = 3;
    private static final int LEAST_BLOCKS = 32;
    private static final int MOST_BLOCKS = 2_048;
    private static final UUID FIRST = new UUID(0, 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Session session;
    private final RunView run;
    private final LeaseToken lease;
    private final WorkListener events;
    private final LateReferences late;
    private final boolean back;

    private final SliceSize size = new SliceSize(LEAST_BLOCKS, MOST_BLOCKS);
    private LateReferences.Slice slice = new LateReferences.Slice(0, 0, 0);
    private UUID after = FIRST;
    private boolean unmoved;
    private long pages;
    private long pagesRead;
    private double seconds;
    private boolean counted;
    private int round;
    private final SortedMap<String, Long> rows = new TreeMap<>();
    private final SortedSet<String> tables = new TreeSet<>();
    private final SortedSet<String> stuck = new TreeSet<>();

    LateReferenceSweep(Session session, RunView run, LeaseToken lease, CorpusSchema schema, WorkListener events) {
        this.session = session;
        this.run = run;
        this.lease = lease;
        this.events = events;
        this.back = run.direction() == Direction.BACK;
        this.late = new LateReferences(schema, run.number(), run.direction());
    }

    /**
     * Result of a sweep.
     *
     * @param rows repaired rows, by {@code schema.table.column}
     * @param tables tables of the repaired rows, without schema
     * @param stuck columns with late references that could not be repaired
     * @param counted whether the corpus was counted before the sweep
     * @param round number of consecutive earlier sweeps with findings
     */
    record Result(Map<String, Long> rows, Set<String> tables, Set<String> stuck, boolean counted, int round) {}

    /** Whether a sweep is under way. */
    boolean begun() {
        return place().isPresent();
    }

    /** Begins a sweep at the first column. */
    void begin(boolean afterCounting, int inTurn) {
        slice = new LateReferences.Slice(0, 0, 0);
        after = FIRST;
        pages = 0;
        pagesRead = 0;
        seconds = 0;
        for (int column = 0; column < late.columns(); column++) {
            pages += late.blocks(session, column).pages();
        }
        counted = afterCounting;
        round = inTurn;
        rows.clear();
        tables.clear();
        stuck.clear();
        keep();
    }

    /** Continues the sweep by at least one slice; returns the result and deletes the position at the end, else empty. */
    Optional<Result> tick(BooleanSupplier timeLeft) {
        place().ifPresent(this::restore);
        do {
            if (slice.column() >= late.columns()) {
                forget();
                return Optional.of(new Result(Map.copyOf(rows), Set.copyOf(tables), Set.copyOf(stuck), counted, round));
            }
            look();
            keep();
        } while (timeLeft.getAsBoolean());
        return Optional.empty();
    }

    private void look() {
        TableBlocks all = late.blocks(session, slice.column());
        slice = new LateReferences.Slice(slice.column(), slice.from(), slice.from() + size.begin());
        List<LateReference> found = late.find(session, lease, slice, after);
        seconds += size.end();
        unmoved = false;
        for (int from = 0; from < found.size(); from += BATCH) {
            repair(found.subList(from, Math.min(found.size(), from + BATCH)));
        }
        // Their rows may have moved to other blocks meanwhile, where the next look finds them; else nothing can change
        // them.
        if (unmoved && stillThere(found)) {
            stuck.add(late.column(slice.column()));
        }
        if (found.size() == LateReferences.MOST) {
            after = found.get(found.size() - 1).here();
            return;
        }
        after = FIRST;
        long last = Math.max(1, all.last());
        pagesRead += all.pages() * (Math.min(slice.until(), last) - Math.min(slice.from(), last)) / last;
        slice = slice.until() < all.last()
                ? new LateReferences.Slice(slice.column(), slice.until(), slice.until())
                : new LateReferences.Slice(slice.column() + 1, 0, 0);
    }

    private boolean stillThere(List<LateReference> found) {
        Set<UUID> before = found.stream().map(LateReference::here).collect(Collectors.toSet());
        return late.find(session, lease, slice, after).stream()
                .anyMatch(reference -> before.contains(reference.here()));
    }

    private void repair(List<LateReference> references) {
        for (int attempt = 1; true; attempt++) {
            long begun = System.nanoTime();
            try {
                LateReferences.Repaired repaired = late.repair(session, lease, slice, references);
                took(repaired, (System.nanoTime() - begun) / 1e9);
                return;
            } catch (ValidationException crossed) {
                if (attempt >= ATTEMPTS) {
                    apart(references);
                    return;
                }
            } catch (SqlException failed) {
                FailureKind kind = SqlFailures.of(failed).kind();
                if (kind == FailureKind.POISON) {
                    apart(references);
                    return;
                }
                if (kind != FailureKind.RETRY || attempt >= ATTEMPTS) {
                    throw failed;
                }
            }
        }
    }

    private void took(LateReferences.Repaired repaired, double seconds) {
        String name = late.column(slice.column());
        if (repaired.moved().rows() > 0) {
            rows.merge(name, repaired.moved().rows(), Long::sum);
            tables.add(late.table(slice.column()));
            events.moved(run.id(), lease.shard(), run.direction(), repaired.moved(), seconds);
        } else {
            unmoved = true;
        }
        if (repaired.left()) {
            stuck.add(name);
        }
    }

    /** Repairs references one at a time, so that a refused one does not block the others. */
    private void apart(List<LateReference> references) {
        if (references.size() == 1) {
            stuck.add(late.column(slice.column()));
            return;
        }
        int half = references.size() / 2;
        repair(references.subList(0, half));
        repair(references.subList(half, references.size()));
    }

    private Optional<JsonNode> place() {
        return session.find(
                        "SELECT (preflight -> 'lateSweep')::text AS place FROM truename.run WHERE number = $1",
                        row -> row.find("place", String.class),
                        run.number())
                .flatMap(text -> text)
                .map(LateReferenceSweep::read)
                // One of the other way was left when the run turned.
                .filter(place -> place.path("back").asBoolean() == back);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void restore(JsonNode place) {
        slice = new LateReferences.Slice(
                place.path("column").asInt(),
                place.path("block").asLong(),
                place.path("block").asLong());
        pages = place.path("pages").asLong();
        pagesRead = place.path("pagesRead").asLong();
        seconds = place.path("seconds").asDouble();
        after = UUID.fromString(place.path("after").asText());
        counted = place.path("counted").asBoolean();
        round = place.path("round").asInt();
        rows.clear();
        place.path("rows")
                .properties()
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue().asLong()));
        tables.clear();
        place.path("tables").forEach(table -> tables.add(table.asText()));
        stuck.clear();
        place.path("stuck").forEach(name -> stuck.add(name.asText()));
    }

    private void keep() {
        ObjectNode place = JSON.createObjectNode()
                .put("back", back)
                .put("column", slice.column())
                .put("block", slice.from())
                .put("pages", pages)
                .put("pagesRead", pagesRead)
                .put("seconds", seconds)
                .put("after", after.toString())
                .put("counted", counted)
                .put("round", round);
        ObjectNode repaired = place.putObject("rows");
        rows.forEach(repaired::put);
        tables.forEach(place.putArray("tables")::add);
        stuck.forEach(place.putArray("stuck")::add);
        session.update(
                "UPDATE truename.run SET preflight = preflight || jsonb_build_object('lateSweep', $2::jsonb) WHERE number = $1",
                run.number(),
                place.toString());
    }

    private void forget() {
        session.update("UPDATE truename.run SET preflight = preflight - 'lateSweep' WHERE number = $1", run.number());
    }
}
