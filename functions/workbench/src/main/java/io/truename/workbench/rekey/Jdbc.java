// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.postgres.DatabaseUrl;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Shorthand for JDBC calls. */
public final class Jdbc {
    private Jdbc() {}

    /** Connects to {@code postgresql://user:password@host:port/name}. */
    public static Connection connect(String url) throws SQLException {
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + parsed.host() + ":" + parsed.port() + "/" + parsed.database(),
                parsed.user(),
                parsed.password());
    }

    /** Runs one statement and returns the number of rows changed. */
    public static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** Runs statements without values. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of every row. */
    public static List<Long> longs(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<Long> result = new ArrayList<>();
            while (rows.next()) {
                result.add(rows.getLong(1));
            }
            return result;
        }
    }

    /** The first column of the first row, as text. */
    public static String text(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("No row: " + sql, "02000");
            }
            return String.valueOf(rows.getString(1));
        }
    }

    private static PreparedStatement bound(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof long[] numbers) {
                Array array = connection.createArrayOf("bigint", boxed(numbers));
                statement.setArray(i + 1, array);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
        return statement;
    }

    private static Object[] boxed(long[] numbers) {
        Object[] boxed = new Object[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            boxed[i] = numbers[i];
        }
        return boxed;
    }
}
