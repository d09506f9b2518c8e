// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Database of one test.
 *
 * @param name of the database
 * @param role the owner's name, and also its password
 */
public record TestDatabase(TestServer server, String name, String role) {
    /** URL for {@code postgresql://} clients. */
    public String url() {
        return url(server.port());
    }

    /** The same through another port, such as a proxy's. */
    public String url(int port) {
        return "postgresql://" + role + ":" + role + "@localhost:" + port + "/" + name;
    }

    /** A connection of the owner. */
    public Connection connect() throws SQLException {
        return connect(server.port());
    }

    /** The same through another port, such as a proxy's. */
    public Connection connect(int port) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/" + name, role, role);
    }

    /** Runs SQL as the owner; several statements may be separated by semicolons. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed.getMessage() + "\n" + sql, failed);
        }
    }

    /** Runs SQL as superuser. */
    public void executeAsSuperuser(String sql) {
        try (Connection connection = server.superuser(name);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed.getMessage() + "\n" + sql, failed);
        }
    }

    /** Every row, its columns as text joined by tabs; null is the empty text. */
    public List<String> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    String value = result.getString(i);
                    row.append(i > 1 ? "\t" : "").append(value == null ? "" : value);
                }
                rows.add(row.toString());
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed.getMessage() + "\n" + sql, failed);
        }
    }

    /** The only value of the only row. */
    public String value(String sql) {
        List<String> rows = rows(sql);
        if (rows.size() != 1) {
            throw new IllegalStateException(rows.size() + " rows: " + sql);
        }
        return rows.get(0);
    }
}
