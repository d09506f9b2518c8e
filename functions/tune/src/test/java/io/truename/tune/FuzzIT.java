// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

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

    @AfterEach
    void stop() {
        monitoring.close();
    }

    @Override
    protected FuzzedDeployable function() {
        FuzzedDeployable withCorpus = FuzzedDeployable.withCorpus(
                Deployable.FOLDER,
                TuneFunction.class.getName(),
                List.of(
                        "/backtests",
                        "/baselines",
                        "/anomalies?days=x",
                        "/capacity?days=x",
                        "/regressions?days=x",
                        "/proposals",
                        "/proposals?limit=5&after=x",
                        "/proposals/7d444840-9dc0-41d1-b245-5ffdce74fad2",
                        "/proposals/7d444840-9dc0-41d1-b245-5ffdce74fad2/apply",
                        "/proposals/steps",
                        "/thresholds?alert=%00&after=1",
                        "/rollback",
                        "/actions?after=x",
                        "/actions/pause-migration/no",
                        "/actions/warm-cache/yes",
                        "/incidents",
                        "/incidents?state=&after=%00",
                        "/incidents/a@1/verdict",
                        "/accuracy?alert=latency-high&days=x",
                        "/ticks",
                        "/health",
                        "/openapi.json"));
        // Without metrics a legal request would be answered with 503, which the contract takes for a fault.
        Map<String, String> environment = new HashMap<>(withCorpus.environment());
        environment.put("GOOGLE_CLOUD_PROJECT", "test-project");
        environment.put("TRUENAME_MONITORING_HOST", monitoring.address());
        environment.put("PUBSUB_EMULATOR_HOST", "localhost:1");
        return new FuzzedDeployable(
                withCorpus.folder(), withCorpus.target(), withCorpus.paths(), withCorpus.healthPath(), environment);
    }
}
