// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import io.truename.identity.DocumentId;
import io.truename.probing.stage.Stage;
import io.truename.probing.stage.StageEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * New events of one transaction, added up by document and stage, so that each document's row is written once. An attempt that failed
 * leaves nothing to add. Of a skip the id and the rows count, and no time: the stage did not work, so that nothing is due after it.
 */
final class DocumentSums {
    /** Stands for a number that no event has said: the driver's arrays have no nulls. */
    static final long NONE = -1;

    /** Rows are locked in this order, so that two transactions do not wait for each other. */
    private static final Comparator<Place> IN_ORDER =
            Comparator.comparing((Place place) -> place.document().toString()).thenComparing(Place::stage);

    static final String UPSERT = "INSERT INTO truename.stage_document AS d (" + StageSql.DOCUMENT_COLUMNS + ")"
            + " SELECT e.id, nullif(max(e.owner), ''), bool_or(e.known), " + StageSql.time("min(e.told)") + ", "
            + StageSql.each("(array_agg(e.used) FILTER (WHERE e.stage = 'S#'))[1], "
                    + StageSql.time("nullif(min(e.first) FILTER (WHERE e.stage = 'S#'), -1)") + ", "
                    + StageSql.time("nullif(max(e.last) FILTER (WHERE e.stage = 'S#'), -1)")
                    + ", nullif(max(e.seconds) FILTER (WHERE e.stage = 'S#'), -1)"
                    + ", nullif(max(e.said) FILTER (WHERE e.stage = 'S#'), -1)"
                    + ", nullif(max(e.seen) FILTER (WHERE e.stage = 'S#'), 0)"
                    + ", nullif(max(e.wrong) FILTER (WHERE e.stage = 'S#'), 0)")
            + ", " + StageSql.time("nullif(max(e.found), -1)") + ", " + StageSql.time("nullif(max(e.missed), -1)")
            + " FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::uuid[], $6::bigint[], $7::bigint[],"
            + " $8::double precision[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[])"
            + " AS e(id, owner, known, stage, used, first, last, seconds, said, seen, wrong, found, missed, told)"
            + " GROUP BY e.id ORDER BY e.id::text COLLATE \"C\"" + StageSql.ADD;

    private final Map<Place, Sum> sums = new TreeMap<>(IN_ORDER);
    private final Map<UUID, Owner> owners = new HashMap<>();

    private record Place(UUID document, Stage stage) {}

    /** The user that an event named; one that came with the content's hash is the owner. */
    private record Owner(String user, boolean known) {
        Owner or(Owner other) {
            if (known != other.known) {
                return known ? this : other;
            }
            boolean mine = other.user.isEmpty() || (!user.isEmpty() && user.compareTo(other.user) <= 0);
            return mine ? this : other;
        }
    }

    private static final class Sum {
        private @Nullable DocumentId used;
        private long told = Long.MAX_VALUE;
        private long first = NONE;
        private long last = NONE;
        private double seconds = NONE;
        private long said = NONE;
        private long seen;
        private long wrong;
        private long found = NONE;
        private long missed = NONE;

        void add(StageEvent event) {
            long at = StageSql.micros(event.at());
            boolean worked = !event.attempt().skipped();
            long when = worked ? at : NONE;
            DocumentId known = used;
            boolean later = when > last
                    || (when == last && known != null && event.used().toString().compareTo(known.toString()) > 0);
            used = later || known == null ? event.used() : known;
            told = Math.min(told, at);
            if (worked) {
                first = first == NONE ? at : Math.min(first, at);
                last = Math.max(last, at);
                seconds = Math.max(seconds, event.seconds().orElse((double) NONE));
            }
            said = Math.max(said, event.rows().orElse(NONE));
            seen += event.ofChunk() ? 1 : 0;
            wrong += event.chunkIdWrong() ? 1 : 0;
            if (event.stage() == Stage.RETRIEVED) {
                found = event.found() ? Math.max(found, at) : found;
                missed = event.found() ? missed : Math.max(missed, at);
            }
        }
    }

    /**
     * Adds an event.
     *
     * @param document the row to which it belongs
     */
    void add(StageEvent event, DocumentId document) {
        UUID id = document.toUuid();
        sums.computeIfAbsent(new Place(id, event.stage()), absent -> new Sum()).add(event);
        owners.merge(id, new Owner(event.user().orElse(""), event.recipe().isPresent()), Owner::or);
    }

    /** Values of {@link #UPSERT}. */
    Object[] values() {
        int count = sums.size();
        UUID[] ids = new UUID[count];
        String[] users = new String[count];
        Boolean[] known = new Boolean[count];
        String[] stages = new String[count];
        UUID[] used = new UUID[count];
        Double[] seconds = new Double[count];
        List<Long[]> numbers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            numbers.add(new Long[count]);
        }
        int at = 0;
        for (Map.Entry<Place, Sum> entry : sums.entrySet()) {
            UUID id = entry.getKey().document();
            Sum sum = entry.getValue();
            Owner owner = owners.getOrDefault(id, new Owner("", false));
            ids[at] = id;
            users[at] = owner.user();
            known[at] = owner.known();
            stages[at] = entry.getKey().stage().word();
            DocumentId of = sum.used;
            used[at] = of == null ? id : of.toUuid();
            seconds[at] = sum.seconds;
            long[] row = {sum.first, sum.last, sum.said, sum.seen, sum.wrong, sum.found, sum.missed, sum.told};
            for (int i = 0; i < row.length; i++) {
                numbers.get(i)[at] = row[i];
            }
            at++;
        }
        return new Object[] {
            ids,
            users,
            known,
            stages,
            used,
            numbers.get(0),
            numbers.get(1),
            seconds,
            numbers.get(2),
            numbers.get(3),
            numbers.get(4),
            numbers.get(5),
            numbers.get(6),
            numbers.get(7)
        };
    }
}
