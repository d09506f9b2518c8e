// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.postgres.Session;

/** Server and role of an inspection. */
record InspectedServer(int version, String role) {
    private static final int OLDEST = 140_000;

    /** Reads them, and warns of a server that is older than those of the tests. */
    static InspectedServer read(Session session, Findings findings) {
        InspectedServer server = session.one(
                "SELECT current_setting('server_version_num')::int8 AS version, current_user::text AS role",
                row -> new InspectedServer((int) row.number("version"), row.text("role")));
        if (server.version < OLDEST) {
            findings.warn(
                    "server.old",
                    "server",
                    "PostgreSQL before 14 is not what this is tested with.",
                    "Upgrade the server first.");
        }
        return server;
    }
}
