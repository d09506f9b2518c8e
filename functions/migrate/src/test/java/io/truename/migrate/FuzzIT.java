// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

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
    private static final long SEED = 20_261_122;

    @Test
    void hostileRequests_neverShowTheInside() {
        TestDatabase database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, 10);
        String run = "/migrations/7d444840-9dc0-41d1-b245-5ffdce74fad2";
        FuzzedDeployable migrate = new FuzzedDeployable(
                Deployable.FOLDER,
                MigrateFunction.class.getName(),
                List.of(
                        "/migrations",
                        run,
                        run + "/start",
                        run + "/batches?limit=5&after=x",
                        run + "/quarantine?after=%00",
                        run + "/collisions?limit=&limit=",
                        run + "/report",
                        run + "/aliases?quietDays=0&force=1",
                        run + "/archive",
                        "/retention",
                        "/aliases/7d444840-9dc0-41d1-b245-5ffdce74fad2",
                        "/aliases/lookup",
                        "/steps",
                        "/health",
                        "/openapi.json"),
                "/health",
                Map.of(
                        "TRUENAME_DATABASE_URL",
                        database.url(),
                        "TRUENAME_MAPPING",
                        SchemaVariant.SAMPLE_PIPELINE.mapping()));
        FuzzSummary summary = migrate.run(SEED, REQUESTS, sent -> {});

        assertThat(summary.violationCount()).as(summary.text()).isZero();
        assertThat(summary.statuses()).containsKeys(200, 400, 404, 405, 415);
    }
}
