// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueryTest {
    @Test
    void parse_pairs_decodes() {
        assertThat(Query.parse("limit=10&after=a%2Bb+c&limit=20&flag"))
                .containsEntry("limit", List.of("10", "20"))
                .containsEntry("after", List.of("a+b c"))
                .containsEntry("flag", List.of(""))
                .hasSize(3);
    }

    @Test
    void parse_nothing_isEmpty() {
        assertThat(Query.parse("")).isEmpty();
        assertThat(Query.parse("&&")).isEmpty();
    }

    @Test
    void parse_brokenEscape_staysAsSent() {
        assertThat(Query.parse("a=%zz&%=1")).containsEntry("a", List.of("%zz")).containsEntry("%", List.of("1"));
    }
}
