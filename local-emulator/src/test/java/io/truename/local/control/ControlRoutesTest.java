// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlRoutesTest {
    private final ControlRoutes routes = new ControlRoutes()
            .add("GET", "/api/topics/{name}", request -> ControlReply.ok("get"))
            .add("PUT", "/api/topics/{name}", request -> ControlReply.ok("put"))
            .add("POST", "/api/topics/{name}/messages", request -> ControlReply.accepted());

    @Test
    void find_valuesOfThePath() throws Exception {
        ControlRoutes.Match match = routes.find("GET", "/api/topics/events").orElseThrow();
        assertThat(match.path()).containsExactlyEntriesOf(java.util.Map.of("name", "events"));
        assertThat(match.handler().handle(null).body()).isEqualTo("get");
    }

    @Test
    void find_wholePathOnly() {
        assertThat(routes.find("GET", "/api/topics/a/b")).isEmpty();
        assertThat(routes.find("GET", "/api/topics")).isEmpty();
        assertThat(routes.find("GET", "/api/topics/events/")).isEmpty();
    }

    @Test
    void methods_forAllow() {
        assertThat(routes.methods("/api/topics/x")).containsExactly("GET", "PUT");
        assertThat(routes.methods("/nowhere")).isEmpty();
    }
}
