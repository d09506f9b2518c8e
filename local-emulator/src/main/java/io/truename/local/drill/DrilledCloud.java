// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.database.DatabaseAddress;
import io.truename.local.database.Standby;
import java.net.URI;
import java.sql.SQLException;

/**
 * Addresses of the cloud that is drilled.
 *
 * @param gateway the gateway's base address
 * @param database login of an application
 * @param owner login of the tables' owner
 * @param standbys starts standbys of the database
 * @param pubSub host and port of Pub/Sub
 * @param monitoring host and port of Cloud Monitoring
 * @param project the only project
 */
public record DrilledCloud(
        URI gateway,
        DatabaseAddress database,
        DatabaseAddress owner,
        Standbys standbys,
        String pubSub,
        String monitoring,
        String project) {
    /** Starter of standbys. */
    public interface Standbys {
        /** Starts one; its caller closes it. */
        Standby start() throws SQLException;
    }
}
