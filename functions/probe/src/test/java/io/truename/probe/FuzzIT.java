// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.edge.FuzzContract;
import io.truename.testkit.FuzzedDeployable;
import java.util.List;

class FuzzIT extends FuzzContract {
    FuzzIT() {
        super(1_500);
    }

    @Override
    protected FuzzedDeployable function() {
        String finding = "/findings/00112233445566778899aabbccddeeff";
        return FuzzedDeployable.withCorpus(
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
                        "/openapi.json"));
    }
}
