// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.catalog.CatalogReader;
import io.truename.tuning.incident.ScheduledJob;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogJobTest {
    @Test
    void jobs_areThoseOfTheFunctionsThatGetTheMessages() {
        List<ScheduledJob> jobs = CatalogJob.of(CatalogReader.installed());
        assertThat(jobs)
                .extracting(job -> job.component() + ": " + job.name())
                .contains(
                        "probe: probe-full, 23 2 * * * in Etc/UTC",
                        "generate: generate-self-check, 7 * * * * in Etc/UTC",
                        "tune: tune-proposals, 41 3 * * * in Etc/UTC");
        assertThat(jobs)
                .filteredOn(job -> job.name().startsWith("probe-full"))
                .singleElement()
                .satisfies(job -> assertThat(job.after(Instant.parse("2026-11-28T02:23:00Z")))
                        .contains(Instant.parse("2026-11-29T02:23:00Z")));
    }
}
