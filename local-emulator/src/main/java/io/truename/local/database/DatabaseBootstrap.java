// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.truename.local.component.FileError;
import io.truename.local.component.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Database initialization: creates the roles, the database and the sample corpus. It runs at each start and every step is
 * idempotent, so the next start completes it after a kill. Only this class logs in as the superuser.
 */
final class DatabaseBootstrap {
    static final String DATABASE = "corpus";
    static final String APPLICATION = "truename_app";

    private final int port;
    private final DataFolder data;

    DatabaseBootstrap(int port, DataFolder data) {
        this.port = port;
        this.data = data;
    }

    void run() throws StartException {
        try {
            try (Connection connection = connect("postgres");
                    Statement statement = connection.createStatement()) {
                roles(statement);
                database(statement);
            }
            try (Connection connection = connect(DATABASE);
                    Statement statement = connection.createStatement()) {
                corpus(statement);
            }
        } catch (SQLException e) {
            throw FileError.of(String.valueOf(e.getMessage()))
                    .sentence(
                            "The database in \"" + DataFolder.shown(data.folder()) + "\"",
                            "give --data another folder",
                            e);
        }
    }

    private void roles(Statement statement) throws SQLException {
        role(statement, "corpus_owner", "NOLOGIN");
        role(statement, APPLICATION, "LOGIN");
        statement.execute("ALTER ROLE " + APPLICATION
                + " NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '"
                + data.applicationPassword() + "'");
    }

    private static void role(Statement statement, String name, String option) throws SQLException {
        if (!exists(statement, "SELECT FROM pg_roles WHERE rolname = '" + name + "'")) {
            statement.execute("CREATE ROLE " + name + " " + option);
        }
    }

    private static void database(Statement statement) throws SQLException {
        if (!exists(statement, "SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
            statement.execute("CREATE DATABASE " + DATABASE + " OWNER corpus_owner");
        }
        statement.execute("REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
        statement.execute("GRANT CONNECT, CREATE, TEMPORARY ON DATABASE " + DATABASE + " TO " + APPLICATION);
    }

    private static void corpus(Statement statement) throws SQLException {
        statement.execute("CREATE SCHEMA IF NOT EXISTS extensions");
        statement.execute("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" SCHEMA extensions");
        statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA extensions");
        statement.execute("GRANT USAGE ON SCHEMA extensions TO " + APPLICATION);
        statement.execute("SET ROLE corpus_owner");
        statement.execute(schema());
        statement.execute("GRANT USAGE ON SCHEMA upload_pipeline TO " + APPLICATION);
        statement.execute(
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA upload_pipeline TO " + APPLICATION);
        statement.execute("RESET ROLE");
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private Connection connect(String database) throws SQLException {
        return connect(
                new DatabaseAddress(
                        PostgresServer.HOST, port, database, PostgresServer.SUPERUSER, data.superuserPassword()),
                "truename bootstrap");
    }

    static Connection connect(DatabaseAddress address, String name) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setApplicationName(name);
        source.setConnectTimeout(10);
        return source.getConnection();
    }

    private static String schema() {
        try (InputStream resource = Objects.requireNonNull(
                DatabaseBootstrap.class.getResourceAsStream("/corpus/schema.sql"), "corpus/schema.sql")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The jar is damaged: corpus/schema.sql cannot be read", e);
        }
    }
}
