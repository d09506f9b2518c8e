// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import io.truename.edge.FuzzContract;
import io.truename.monitoring.fixture.LimitedMonitoring;
import io.truename.testkit.FuzzedDeployable;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class FuzzIT extends FuzzContract {
    private final LimitedMonitoring monitoring = new LimitedMonitoring(Clock.systemUTC());

    FuzzIT() {
        super(500);
    }

    private final BucketFixture bucket = new BucketFixture();

    @AfterEach
    void stop() {
        bucket.close();
        monitoring.close();
    }

    @Override
    protected FuzzedDeployable function() {
        FuzzedDeployable withCorpus = FuzzedDeployable.withCorpus(
                Deployable.FOLDER,
                ReportFunction.class.getName(),
                List.of(
                        "/reports",
                        "/reports?kind=x&after=%00",
                        "/reports/7d444840-9dc0-41d1-b245-5ffdce74fad2?form=x",
                        "/reports/steps",
                        "/ticks",
                        "/budgets",
                        "/budgets?period=x&after=%00",
                        "/prices",
                        "/prices?on=x&after=%00",
                        "/prices/refresh",
                        "/costs?from=x&part=%00",
                        "/estimates",
                        "/feedback",
                        "/feedback?weeks=x",
                        "/feedback/%00",
                        "/recommendations",
                        "/reviews",
                        "/health",
                        "/openapi.json"));
        // Without metrics a legal request would be answered with 503, which the contract takes for a fault.
        Map<String, String> environment = new HashMap<>(withCorpus.environment());
        environment.put("GOOGLE_CLOUD_PROJECT", "test-project");
        environment.put("TRUENAME_MONITORING_HOST", monitoring.address());
        environment.put("PUBSUB_EMULATOR_HOST", "localhost:1");
        environment.put("STORAGE_EMULATOR_HOST", bucket.address());
        environment.put("TRUENAME_REPORTS_BUCKET", "reports");
        environment.put("TRUENAME_BILLING_URL", "http://localhost:1/");
        return new FuzzedDeployable(
                withCorpus.folder(), withCorpus.target(), withCorpus.paths(), withCorpus.healthPath(), environment);
    }
}
