// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestServerIT {
    @ParameterizedTest
    @EnumSource
    void database_belongsToARoleThatIsNoSuperuser(TestServer.Version version) {
        TestDatabase database = TestServer.shared(version).database();
        assertThat(database.value("SHOW server_version")).startsWith(version.major() + ".");
        assertThat(database.value("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
        assertThat(database.value("SELECT extensions.uuid_generate_v5(extensions.uuid_ns_dns(), 'www.example.com')"))
                .isEqualTo("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    /** Crash tests and measurements would mean nothing on a server that forgets. */
    @Test
    void serverOfOnesOwn_waitsForTheDisk() {
        try (TestServer server = TestServer.start(TestServer.Version.NEWEST, Map.of())) {
            assertThat(server.database()
                            .rows("SELECT name FROM pg_settings WHERE setting = 'on' AND name IN"
                                    + " ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name"))
                    .containsExactly("fsync", "full_page_writes", "synchronous_commit");
        }
    }
}
