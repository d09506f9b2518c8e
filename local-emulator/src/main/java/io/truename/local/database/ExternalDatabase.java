// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.truename.local.component.Health;
import io.truename.local.component.StartException;
import java.time.Duration;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/** External database: the user runs it. The local cloud only reads its health and status; it never starts, changes or stops it. */
public final class ExternalDatabase implements CorpusDatabase {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DatabaseAddress address;
    private final DatabaseMonitor monitor;

    private ExternalDatabase(DatabaseAddress address) {
        this.address = address;
        this.monitor = new DatabaseMonitor(address, "check that it runs and lets " + address.user() + " in", true);
    }

    /**
     * Logs in once, to detect a wrong address or password at the start.
     *
     * @throws StartException if the login fails; the message says why, without the password
     */
    public static ExternalDatabase at(DatabaseAddress address) throws StartException {
        try {
            Mono.usingWhen(
                            new PostgresqlConnectionFactory(address.configuration("truename console")
                                            .connectTimeout(PATIENCE)
                                            .build())
                                    .create(),
                            connection -> Mono.just(connection.getMetadata().getDatabaseVersion()),
                            PostgresqlConnection::close)
                    .block(PATIENCE);
        } catch (RuntimeException refused) {
            throw new StartException(
                    "The database " + address.shown() + " cannot be reached (" + reason(Exceptions.unwrap(refused))
                            + "): check what --database says, and that the server lets this user in.",
                    refused);
        }
        return new ExternalDatabase(address);
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return message.replaceAll("\\p{Cntrl}+", " ");
    }

    @Override
    public DatabaseAddress address() {
        return address;
    }

    @Override
    public Health health() {
        return monitor.health();
    }

    @Override
    public DatabaseStatus status() {
        return monitor.status();
    }

    @Override
    public void close() {
        // The user runs this server.
    }
}
