// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.corpus.failure.FailureKind;
import io.truename.corpus.failure.Failures;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
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

/**
 * Looks through every column that may hold late references, and repairs them, a piece at a time. Where it is, the run keeps: who
 * is killed loses nothing but the look at one column.
 */
final class LateReferenceSweep {
    private static final int BATCH = 500;
    private static final int ATTEMPTS = 3;
    private static final UUID FIRST = new UUID(0, 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Session session;
    private final RunView run;
    private final LeaseToken lease;
    private final WorkListener events;
    private final LateReferences late;
    private final boolean back;

    private int column;
    private UUID after = FIRST;
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
     * What a sweep came to.
     *
     * @param rows that were repaired, by {@code schema.table.column}
     * @param tables that these belong to, without schema
     * @param stuck columns with ids that the run has moved from, and that nothing could be done about
     * @param counted whether the corpus was counted before it
     * @param round how many sweeps before it found something in turn
     */
    record Result(Map<String, Long> rows, Set<String> tables, Set<String> stuck, boolean counted, int round) {}

    /** Whether one is under way. */
    boolean begun() {
        return place().isPresent();
    }

    /** Begins one, from the first column on. */
    void begin(boolean afterCounting, int inTurn) {
        column = 0;
        after = FIRST;
        counted = afterCounting;
        round = inTurn;
        rows.clear();
        tables.clear();
        stuck.clear();
        keep();
    }

    /** Goes on with it, at least one column; empty until it is at its end, and then it is forgotten. */
    Optional<Result> tick(BooleanSupplier timeLeft) {
        place().ifPresent(this::restore);
        do {
            if (column >= late.columns()) {
                forget();
                return Optional.of(new Result(Map.copyOf(rows), Set.copyOf(tables), Set.copyOf(stuck), counted, round));
            }
            look();
            keep();
        } while (timeLeft.getAsBoolean());
        return Optional.empty();
    }

    private void look() {
        List<LateReference> found = late.find(session, lease, column, after);
        for (int from = 0; from < found.size(); from += BATCH) {
            repair(found.subList(from, Math.min(found.size(), from + BATCH)));
        }
        if (found.size() < LateReferences.MOST) {
            column++;
            after = FIRST;
        } else {
            after = found.get(found.size() - 1).here();
        }
    }

    private void repair(List<LateReference> references) {
        for (int attempt = 1; true; attempt++) {
            long begun = System.nanoTime();
            try {
                LateReferences.Repaired repaired = late.repair(session, lease, column, references);
                took(repaired, (System.nanoTime() - begun) / 1e9);
                return;
            } catch (ValidationException crossed) {
                if (attempt >= ATTEMPTS) {
                    apart(references);
                    return;
                }
            } catch (SqlException failed) {
                FailureKind kind = Failures.classify(failed.sqlState(), failed.getMessage())
                        .kind();
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
        String name = late.column(column);
        if (repaired.moved().rows() > 0) {
            rows.merge(name, repaired.moved().rows(), Long::sum);
            tables.add(late.table(column));
            events.moved(run.id(), lease.shard(), run.direction(), repaired.moved(), seconds);
        }
        if (repaired.left() || repaired.moved().rows() == 0) {
            stuck.add(name);
        }
    }

    /** One at a time, so that one that its table refuses does not keep the others. */
    private void apart(List<LateReference> references) {
        if (references.size() == 1) {
            stuck.add(late.column(column));
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
        column = place.path("column").asInt();
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
                .put("column", column)
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
