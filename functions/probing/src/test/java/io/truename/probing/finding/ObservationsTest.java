// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationsTest {
    private static final Cause CAUSE = new Cause(FindingKind.ID_RANDOM, "a.documents", "id", "v4");

    @Test
    void rows_ofOneCauseAreOneObservation() {
        Observations observations = new Observations();
        for (int row = 0; row < 1_000_000; row++) {
            observations.add(CAUSE, 1, row);
        }
        assertThat(observations.list()).hasSize(1);
        Observation only = observations.list().get(0);
        assertThat(only.count()).isEqualTo(1_000_000);
        assertThat(only.samples()).hasSize(10).first().isEqualTo("00000000-0000-0001-0000-000000000000");
    }

    @Test
    void causes_floodIsOneFurtherCause() {
        Observations observations = new Observations();
        for (int cause = 0; cause < 100_000; cause++) {
            observations.add(new Cause(FindingKind.STAGE_STUCK, "a.b", "c", "d" + cause), "id" + cause);
        }
        observations.add(CAUSE, "other");
        assertThat(observations.list()).hasSize(Observations.MOST_CAUSES + 2);
        assertThat(observations.keptAllOf(FindingKind.STAGE_STUCK)).isFalse();
        assertThat(observations.keptAllOf(FindingKind.ID_RANDOM)).isTrue();
        Observation further = observations.list().get(Observations.MOST_CAUSES);
        assertThat(further.cause()).isEqualTo(new Cause(FindingKind.STAGE_STUCK, "a.b", "c", Cause.FURTHER));
        assertThat(further.count()).isEqualTo(100_000 - Observations.MOST_CAUSES);
    }

    @Test
    void list_takenUpAgain() {
        Observations observations = new Observations();
        for (int cause = 0; cause < 200; cause++) {
            observations.add(new Cause(FindingKind.STAGE_STUCK, "a.b", "c", "d" + cause), "x".repeat(200));
        }
        List<Observation> list = observations.list();
        Observations again = new Observations(list);
        assertThat(again.list()).isEqualTo(list);
        again.add(new Cause(FindingKind.STAGE_STUCK, "a.b", "c", "new"), "id");
        assertThat(again.list()).hasSameSizeAs(list);
        assertThat(list.get(0).samples().get(0)).hasSize(Observation.MOST_SAMPLE_CHARACTERS);
    }

    @Test
    void samples_eachOnce() {
        Observations observations = new Observations();
        observations.add(CAUSE, "user");
        observations.add(CAUSE, "user");
        assertThat(observations.list()).containsExactly(new Observation(CAUSE, 2, List.of("user")));
    }
}
