// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.FuzzSummary;
import io.truename.testkit.FuzzedDeployable;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hostile requests against a real database: never a status above 499, and nothing of what was sent comes back. */
class FuzzIT {
    private static final int REQUESTS = 1_500;
    private static final long SEED = 20_261_127;

    @Test
    void hostileRequests_neverShowTheInside() {
        TestDatabase database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, 10);
        String finding = "/findings/00112233445566778899aabbccddeeff";
        FuzzedDeployable probe = new FuzzedDeployable(
                Deployable.FOLDER,
                ProbeFunction.class.getName(),
                List.of(
                        "/events",
                        "/stages?hours=5",
                        "/retrieval?limit=&limit=",
                        "/retrieval?failing=true&after=%00",
                        "/retrieval/users/user-1?after=x",
                        "/retrieval/users/%00",
                        "/database?limit=5",
                        "/score?limit=2",
                        "/production-health",
                        "/self-checks?limit=2",
                        "/scans",
                        "/scans?limit=5&after=x",
                        "/scans/7d444840-9dc0-41d1-b245-5ffdce74fad2",
                        "/scans/steps",
                        "/findings?state=&kind=%00&after=1",
                        finding,
                        finding + "/acknowledge",
                        "/health",
                        "/openapi.json"),
                "/health",
                Map.of(
                        "TRUENAME_DATABASE_URL",
                        database.url(),
                        "TRUENAME_MAPPING",
                        SchemaVariant.SAMPLE_PIPELINE.mapping()));
        FuzzSummary summary = probe.run(SEED, REQUESTS, sent -> {});

        assertThat(summary.violationCount()).as(summary.text()).isZero();
        assertThat(summary.statuses()).containsKeys(200, 400, 404, 405, 415);
    }
}
