// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(database.value("SHOW fsync")).isEqualTo("on");
        assertThat(database.value("SELECT extensions.uuid_generate_v5(extensions.uuid_ns_dns(), 'www.example.com')"))
                .isEqualTo("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }
}
