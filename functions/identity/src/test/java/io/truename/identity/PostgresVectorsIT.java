// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import static io.truename.identity.PublishedVectors.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL as the second implementation: its own uuid_generate_v5, and SHA-256 with the bits set in SQL. */
class PostgresVectorsIT {
    private static final String V5 = "SELECT uuid_generate_v5(?::uuid, ?)";
    private static final String V8 = """
            SELECT encode(set_byte(set_byte(hash, 6, get_byte(hash, 6) & 15 | 128), 8, get_byte(hash, 8) & 63 | 128), 'hex')::uuid
              FROM (SELECT substr(sha256(uuid_send(?::uuid) || convert_to(?, 'UTF8')), 1, 16)) AS named (hash)
            """;

    private static EmbeddedPostgres server;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.builder().start();
        connection = server.getPostgresDatabase().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION \"uuid-ossp\"");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    @Test
    void rows_asPostgresComputesThem() throws Exception {
        int compared = 0;
        for (JsonNode row : PublishedVectors.rows()) {
            if (row.has("id")) {
                String sql = "SHA-1".equals(text(row, "hash")) ? V5 : V8;
                assertThat(query(sql, text(row, "namespace"), text(row, "name")))
                        .as(row.toString())
                        .isEqualTo(text(row, "id"));
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(150);
    }

    @Test
    void unsigned_asPostgresOrders() throws Exception {
        List<UUID> ids = new ArrayList<>();
        for (JsonNode row : PublishedVectors.rows()) {
            if (row.has("id")) {
                ids.add(UuidText.parse(text(row, "id")));
            }
        }
        List<UUID> ordered = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id FROM unnest(?::uuid[]) AS given (id) ORDER BY id")) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    ordered.add(result.getObject(1, UUID.class));
                }
            }
        }
        ids.sort(UuidOrder.UNSIGNED);
        assertThat(ordered)
                .isEqualTo(ids)
                .isNotEqualTo(ids.stream().sorted(Comparator.naturalOrder()).toList());
    }

    private static String query(String sql, String namespace, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, namespace);
            statement.setString(2, name);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }
}
