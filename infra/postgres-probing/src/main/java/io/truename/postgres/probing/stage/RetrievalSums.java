// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import io.truename.probing.stage.Stage;
import io.truename.probing.stage.StageEvent;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** New retrievals of one transaction, added up by hour and user. */
final class RetrievalSums {
    static final String UPSERT = "INSERT INTO truename.retrieval_hour AS h (hour, owner, slot, found, missed) SELECT "
            + StageSql.time("e.hour") + ", e.owner, e.slot, e.found, e.missed"
            + " FROM unnest($1::bigint[], $2::text[], $3::integer[], $4::bigint[], $5::bigint[])"
            + " WITH ORDINALITY AS e(hour, owner, slot, found, missed, place) ORDER BY e.place"
            + " ON CONFLICT (hour, owner, slot) DO UPDATE SET found = h.found + excluded.found, missed = h.missed + excluded.missed";

    private static final Comparator<Place> IN_ORDER =
            Comparator.comparing(Place::hour).thenComparing(Place::user);

    private final Map<Place, long[]> sums = new TreeMap<>(IN_ORDER);

    private record Place(long hour, String user) {}

    void add(StageEvent event) {
        if (event.stage() == Stage.RETRIEVED) {
            long hour = StageSql.micros(event.at().truncatedTo(ChronoUnit.HOURS));
            Place place = new Place(hour, event.user().orElse(""));
            sums.computeIfAbsent(place, absent -> new long[2])[event.found() ? 0 : 1]++;
        }
    }

    boolean isEmpty() {
        return sums.isEmpty();
    }

    /**
     * Values of {@link #UPSERT}.
     *
     * @param slot of the rows without a user
     */
    Object[] values(int slot) {
        int count = sums.size();
        Long[] hours = new Long[count];
        String[] users = new String[count];
        Integer[] slots = new Integer[count];
        Long[] found = new Long[count];
        Long[] missed = new Long[count];
        int at = 0;
        for (Map.Entry<Place, long[]> entry : sums.entrySet()) {
            hours[at] = entry.getKey().hour();
            users[at] = entry.getKey().user();
            slots[at] = users[at].isEmpty() ? slot : 0;
            found[at] = entry.getValue()[0];
            missed[at] = entry.getValue()[1];
            at++;
        }
        return new Object[] {hours, users, slots, found, missed};
    }
}
