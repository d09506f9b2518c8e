// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.catalog.AlertSpec;
import io.truename.catalog.CatalogReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AgreementsTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    /** Alerts that were not compared must not look like alerts that agree. */
    @Test
    void timeThatDoesNotLast_namesTheAlertsThatAreLeft() {
        List<AlertSpec> alerts = Stream.of("latency-high", "error-rate-high", "dead-letters")
                .map(CatalogReader.installed().alerts()::get)
                .toList();
        AtomicLong readings = new AtomicLong();
        InstantSource steps = () -> NOON.plusSeconds(40 * readings.getAndIncrement());
        Agreements agreements = new Agreements(() -> {
            throw new AssertionError("nothing is known of any of them");
        });

        Agreements.Compared compared = agreements.of(
                alerts,
                new Incidents.Known(List.of(), List.of()),
                NOON.minus(Duration.ofDays(1)),
                NOON,
                steps.withZone(ZoneOffset.UTC),
                Duration.ofSeconds(60));

        assertThat(compared.left()).containsExactly("error-rate-high", "dead-letters");
        assertThat(agreements
                        .of(
                                alerts,
                                new Incidents.Known(List.of(), List.of()),
                                NOON.minus(Duration.ofDays(1)),
                                NOON,
                                Clock.fixed(NOON, ZoneOffset.UTC),
                                Duration.ofSeconds(60))
                        .left())
                .isEmpty();
    }
}
