// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.edge.FuzzContract;
import io.truename.testkit.FuzzedDeployable;
import java.util.List;

class FuzzIT extends FuzzContract {
    FuzzIT() {
        super(1_500);
    }

    @Override
    protected FuzzedDeployable function() {
        String run = "/migrations/7d444840-9dc0-41d1-b245-5ffdce74fad2";
        return FuzzedDeployable.withCorpus(
                Deployable.FOLDER,
                MigrateFunction.class.getName(),
                List.of(
                        "/migrations",
                        "/mappings/suggest",
                        run,
                        run + "/start",
                        run + "/batches?limit=5&after=x",
                        run + "/quarantine?after=%00",
                        run + "/collisions?limit=&limit=",
                        run + "/report",
                        run + "/aliases?quietDays=0&force=1",
                        run + "/archive",
                        "/retention",
                        "/aliases?table=a.%22&key=%00&id=x",
                        "/aliases/7d444840-9dc0-41d1-b245-5ffdce74fad2",
                        "/aliases/lookup",
                        "/content-hashes",
                        "/content-hashes?onConflict=replace&firstLine=7",
                        "/content-hashes?id=%00&all=true",
                        "/renames?store=vectors&after=7.%00&limit=5",
                        "/renames/acknowledge",
                        "/steps",
                        "/health",
                        "/openapi.json"));
    }
}
