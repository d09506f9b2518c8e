// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextsTest {
    private static final String ID = "3f2b8c1e-9d4a-4c6e-8b7f-0a1b2c3d4e5f";

    @Test
    void of_nestedValue_knowsThePlaceOfEachText() {
        String json = """
                {"a": "ID", "b": {"c": ["ID", {"d": "ID"}, ["ID"], 7, null, true], "e": "ID"}, "f": [], "g": {}, "h": "ID",
                 "m": {"ID": 1, "of ID": {"n": "ID"}}, "short": "x"}""".replace("ID", ID);

        assertThat(found(json))
                .containsExactly(
                        "$.a",
                        "$.b.c[*]",
                        "$.b.c[*].d",
                        "$.b.c[*][*]",
                        "$.b.e",
                        "$.h",
                        "key $.m",
                        "key $.m",
                        "$.m.*.n");
        assertThat(JsonTexts.of(json).whole()).isTrue();
    }

    @Test
    void of_valuesWithoutMembers_isTheirRoot() {
        assertThat(found("\"" + ID + "\"")).containsExactly("$");
        assertThat(found("[[\"" + ID + "\"]]")).containsExactly("$[*][*]");
        assertThat(found("7")).isEmpty();
        assertThat(found("")).isEmpty();
    }

    /** Catches a hostile value that ends the search. */
    @Test
    void of_whatIsNoJson_keepsWhatCameBefore() {
        for (String rest :
                List.of("", ", nonsense", "]]", "}", ", \"a\" \"b\"}", ", \"\u0000\": 1}", "} {}", ", \"x\": 1e")) {
            JsonTexts read = JsonTexts.of("{\"a\": \"" + ID + "\"" + rest);
            assertThat(read.whole()).as(rest).isEqualTo(rest.equals("}"));
            assertThat(read.texts()).as(rest).hasSize(1);
        }
        assertThat(JsonTexts.of("[".repeat(100_000)).whole()).isFalse();
        assertThat(JsonTexts.of("{\"a\":".repeat(100_000)).whole()).isFalse();
        assertThat(JsonTexts.of("[" + "9".repeat(100_000) + "]").texts()).isEmpty();
    }

    private static List<String> found(String json) {
        return JsonTexts.of(json).texts().stream()
                .map(text -> (text.key() ? "key " : "") + text.place())
                .toList();
    }
}
