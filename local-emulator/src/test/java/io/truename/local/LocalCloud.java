// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A running local cloud of tests.
 *
 * @param port of its gateway
 */
record LocalCloud(int port, LocalProcess process) {
    /** Ends all migrations: an active run refuses the plans of the next test. */
    void endRuns(Path folder) throws IOException, InterruptedException {
        String at = "http://localhost:" + port + "/functions/migrate/migrations";
        new PrintedCommands(folder).run("""
                for id in $(curl -s "%s?limit=100" | grep -o '"id":"[^"]*' | cut -d'"' -f4); do
                  curl -s -X POST %s/$id/rollback
                done
                while curl -s "%s?limit=100" | grep -qE '"state":"(PLANNING|PLANNED|RUNNING|ROLLING_BACK)"'; do sleep 0.2; done
                """.formatted(at, at, at));
    }
}
