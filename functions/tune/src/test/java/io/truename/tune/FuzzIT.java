// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import io.truename.edge.FuzzContract;
import io.truename.testkit.FuzzedDeployable;
import java.util.List;

class FuzzIT extends FuzzContract {
    FuzzIT() {
        super(500);
    }

    @Override
    protected FuzzedDeployable function() {
        return FuzzedDeployable.withCorpus(
                Deployable.FOLDER,
                TuneFunction.class.getName(),
                List.of(
                        "/baselines",
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
    }
}
