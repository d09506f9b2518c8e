// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SliceSize;
import io.truename.postgres.rekeying.work.RolledBackCorpus.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Check whether a rollback may end. The application may have deleted rows that are under neither id. Doubtful rows stop the rollback until
 * a person resumes it, and thereby confirms that the application changed them; the same number is not asked about twice.
 *
 * @param sentence counts and ids, for people
 */
record RollbackCheck(boolean passed, String sentence) {
    private static final int FEWEST_DOCUMENTS = 500;
    private static final int MOST_DOCUMENTS = 50_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Continues checking the rows that were moved back, slice by slice; the run stores the position.
     *
     * @return empty until all rows were checked
     */
    static Optional<RollbackCheck> tick(Session session, CorpusSchema schema, int run, BooleanSupplier timeLeft) {
        RolledBackCorpus corpus = new RolledBackCorpus(schema, run);
        SliceSize size = new SliceSize(FEWEST_DOCUMENTS, MOST_DOCUMENTS);
        Place place = Place.read(session, run).orElseGet(() -> Place.first(session, corpus));
        while (place.table < place.found.size()) {
            long until = place.doc + size.begin();
            Place here = place;
            Found slice = session.inTransaction(() -> {
                session.execute(PlannerSettings.BY_INDEX);
                return corpus.look(session, here.table, here.doc, until);
            });
            place = place.after(slice, until, size.end());
            place.keep(session, run);
            if (!timeLeft.getAsBoolean()) {
                break;
            }
        }
        // Also delete the counts of users of a validation that the rollback ended.
        if (place.table < place.found.size() || !new RunUserTally(run).forget(session)) {
            return Optional.empty();
        }
        Place.forget(session, run);
        return Optional.of(of(session, run, place.found));
    }

    /** Whether a check is under way. */
    static boolean begun(Session session, int run) {
        return Place.read(session, run).isPresent();
    }

    private static RollbackCheck of(Session session, int run, List<Found> found) {
        long unmoved = found.stream().mapToLong(Found::unmoved).sum();
        if (unmoved > 0) {
            return new RollbackCheck(false, unmoved + " documents were not moved back.");
        }
        long doubts =
                found.stream().mapToLong(table -> table.kept() + table.lost()).sum();
        List<String> sentences = new ArrayList<>();
        for (Found table : found) {
            sentences.add(sentence(table));
        }
        if (doubts == 0) {
            return new RollbackCheck(true, String.join(" ", sentences));
        }
        boolean accepted = session.one(
                "SELECT coalesce((preflight ->> 'doubtsOfRollback')::bigint, 0) >= $2 AS accepted FROM truename.run WHERE number = $1",
                row -> row.flag("accepted"),
                run,
                doubts);
        session.update(
                "UPDATE truename.run SET preflight = preflight || jsonb_build_object('doubtsOfRollback', $2::bigint) WHERE number = $1",
                run,
                doubts);
        sentences.add(
                accepted
                        ? "It was resumed with that."
                        : "If the application deleted them or stored them anew, resume; else they are in the backup.");
        return new RollbackCheck(accepted, String.join(" ", sentences));
    }

    private static String sentence(Found found) {
        long there = found.looked() - found.kept() - found.lost() - found.deleted();
        StringBuilder sentence = new StringBuilder("Of " + found.table() + ", " + there + " of " + found.looked()
                + " rows that were moved back are under the id they had.");
        if (found.deleted() > 0) {
            sentence.append(' ').append(found.deleted()).append(" were deleted since.");
        }
        if (found.kept() > 0) {
            sentence.append(' ').append(found.kept()).append(" are still under the id they had been given.");
        }
        if (found.lost() > 0) {
            sentence.append(' ').append(found.lost()).append(" that had been merged are not there again.");
        }
        if (found.isDoubtful()) {
            sentence.append(" Their ids: ")
                    .append(String.join(", ", found.examples()))
                    .append('.');
        }
        return sentence.toString();
    }

    /** Position and findings of a check: {@code preflight.rollbackCheck} of the run. */
    private record Place(int table, long doc, long last, double seconds, List<Found> found) {
        static Place first(Session session, RolledBackCorpus corpus) {
            return new Place(
                    0,
                    0,
                    corpus.last(session),
                    0,
                    corpus.tables().stream().map(Found::none).toList());
        }

        Place after(Found slice, long until, double more) {
            List<Found> sum = new ArrayList<>(found);
            sum.set(table, sum.get(table).plus(slice));
            return until > last
                    ? new Place(table + 1, 0, last, seconds + more, sum)
                    : new Place(table, until, last, seconds + more, sum);
        }

        static Optional<Place> read(Session session, int run) {
            return session.find(
                            "SELECT (preflight -> 'rollbackCheck')::text AS place FROM truename.run WHERE number = $1",
                            row -> row.find("place", String.class),
                            run)
                    .flatMap(text -> text)
                    .map(Place::parsed);
        }

        private static Place parsed(String text) {
            try {
                JsonNode json = JSON.readTree(text);
                List<Found> found = new ArrayList<>();
                json.path("found").forEach(each -> found.add(found(each)));
                return new Place(
                        json.path("table").asInt(),
                        json.path("doc").asLong(),
                        json.path("last").asLong(),
                        json.path("seconds").asDouble(),
                        found);
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private static Found found(JsonNode json) {
            List<String> examples = new ArrayList<>();
            json.path("examples").forEach(example -> examples.add(example.asText()));
            return new Found(
                    new TableName(
                            json.path("schema").asText(), json.path("table").asText()),
                    json.path("looked").asLong(),
                    json.path("kept").asLong(),
                    json.path("lost").asLong(),
                    json.path("deleted").asLong(),
                    json.path("unmoved").asLong(),
                    examples);
        }

        void keep(Session session, int run) {
            long documents = last + 1;
            ObjectNode json = JSON.createObjectNode()
                    .put("table", table)
                    .put("doc", doc)
                    .put("last", last)
                    .put("seconds", seconds)
                    .put("done", table * documents + doc)
                    .put("total", found.size() * documents);
            ArrayNode list = json.putArray("found");
            for (Found each : found) {
                ObjectNode node = list.addObject()
                        .put("schema", each.table().schema())
                        .put("table", each.table().name())
                        .put("looked", each.looked())
                        .put("kept", each.kept())
                        .put("lost", each.lost())
                        .put("deleted", each.deleted())
                        .put("unmoved", each.unmoved());
                each.examples().forEach(node.putArray("examples")::add);
            }
            session.update(
                    "UPDATE truename.run SET preflight = preflight || jsonb_build_object('rollbackCheck', $2::jsonb)"
                            + " WHERE number = $1",
                    run,
                    json.toString());
        }

        static void forget(Session session, int run) {
            session.update("UPDATE truename.run SET preflight = preflight - 'rollbackCheck' WHERE number = $1", run);
        }
    }
}
