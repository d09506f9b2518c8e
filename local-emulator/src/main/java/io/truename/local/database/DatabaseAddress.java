// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import java.util.Objects;

/**
 * Where the database is and as whom to log in: a role that owns nothing and is no superuser.
 *
 * @param port 1 to 65535
 * @param password letters and digits only, so that it needs no escaping anywhere
 */
public record DatabaseAddress(String host, int port, String database, String user, String password) {
    public DatabaseAddress {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be 1 to 65535, got " + port);
        }
    }

    /** As an R2DBC driver is told, without the credentials. */
    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** The driver's settings, to be completed by the caller. */
    public PostgresqlConnectionConfiguration.Builder configuration(String applicationName) {
        return PostgresqlConnectionConfiguration.builder()
                .host(host)
                .port(port)
                .database(database)
                .username(user)
                .password(password)
                .applicationName(applicationName);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + r2dbcUrl();
    }
}
