// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import static io.truename.tuning.incident.Notifications.at;
import static io.truename.tuning.incident.Notifications.closed;
import static io.truename.tuning.incident.Notifications.open;
import static io.truename.tuning.incident.Notifications.repeated;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private static final IncidentNotification OPEN = open("a", "latency-high", "generate", 10);
    private static final IncidentNotification CLOSED = closed(OPEN, 30);

    @Test
    void closedBeforeOpen_staysClosed() {
        assertThat(Opening.of(List.of(CLOSED, OPEN))).singleElement().satisfies(opening -> {
            assertThat(opening.endedAt()).contains(at(30));
            assertThat(opening.opened()).contains(OPEN);
        });
    }

    @Test
    void openTwice_andRepeated_isOneOpening() {
        assertThat(Opening.of(List.of(repeated(OPEN), OPEN, OPEN))).containsExactly(Opening.of(OPEN));
        assertThat(Opening.of(List.of(repeated(OPEN)))).hasSize(1);
    }

    @Test
    void closedTwice_theLaterEndCounts() {
        assertThat(Opening.of(List.of(closed(OPEN, 40), CLOSED)).get(0).endedAt())
                .contains(at(40));
    }

    @Test
    void reopened_withALaterStart_isAnotherOpening() {
        assertThat(Opening.of(List.of(open("a", "latency-high", "generate", 50), CLOSED, OPEN)))
                .extracting(Opening::startedAt)
                .containsExactly(at(10), at(50));
    }

    @Property(tries = 200)
    void merge_anyOrderAndAnyDuplicates_givesTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        List<IncidentNotification> told = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            IncidentNotification open =
                    open("i" + random.nextInt(3), "a" + random.nextInt(2), "generate", random.nextInt(2));
            IncidentNotification one = random.nextBoolean() ? open : closed(open, 2 + random.nextInt(3));
            told.add(random.nextInt(4) == 0 ? repeated(one) : one);
        }
        List<Opening> openings = Opening.of(told);
        List<IncidentNotification> again = new ArrayList<>(told);
        again.addAll(told.subList(0, random.nextInt(told.size())));
        Collections.shuffle(again, random);
        assertThat(Opening.of(again)).isEqualTo(openings);
    }
}
