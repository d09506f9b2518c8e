// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.health.TableBloat;
import io.truename.corpus.schema.TableName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VacuumRulesTest {
    private static final long MIB = 1L << 20;

    @Test
    void next_isTheTableWithTheMostDeadRows() {
        TableBloat less = table("less", 400 * MIB, 120 * MIB, false, true);
        TableBloat more = table("more", 900 * MIB, 300 * MIB, false, true);
        assertThat(VacuumRules.next(List.of(less, more))).contains(more);
        assertThat(VacuumRules.next(List.of())).isEmpty();
    }

    @Test
    void next_leavesOutWhatIsNotWorthIt() {
        assertThat(VacuumRules.next(List.of(
                        table("few bytes", 100 * MIB, 63 * MIB, false, true),
                        table("small share", 900 * MIB, 200 * MIB, false, true),
                        table("too large", 1024 * MIB, 500 * MIB, false, true),
                        table("not ours", 400 * MIB, 200 * MIB, false, false),
                        table("being vacuumed", 400 * MIB, 200 * MIB, true, true))))
                .isEmpty();
    }

    @Test
    void pause_leavesMostOfTheTimeForMoving() {
        assertThat(VacuumRules.pause(Duration.ofSeconds(1))).isEqualTo(Duration.ofMinutes(1));
        assertThat(VacuumRules.pause(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(100));
    }

    private static TableBloat table(String name, long bytes, long dead, boolean vacuuming, boolean mayVacuum) {
        TableName table = new TableName("app", name);
        return new TableBloat(table, table, bytes, dead, vacuuming, true, mayVacuum);
    }
}
