// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonPlaceTest {
    @Test
    void path_ofNames_isThatOfAMapping() {
        assertThat(place("document_id").path().orElseThrow().shortest()).isEqualTo("$.document_id");
        assertThat(place("it's \"a\"", "b\\c").path()).get().hasToString("$.\"it's \\\"a\\\"\".\"b\\\\c\"");
        assertThat(new JsonPlace(List.of(JsonPlace.member("ids"), JsonPlace.EVERY_ELEMENT)))
                .hasToString("$.ids[*]");
        assertThat(JsonPlace.ROOT.path()).isEmpty();
    }

    /** Catches data that is shown as the name of a member. */
    @Test
    void member_whoseNameIsData_isAny() {
        for (String data :
                List.of("3f2b8c1e-9d4a-4c6e-8b7f-0a1b2c3d4e5f", "ann@x.com", "17", "", "a/b", "x".repeat(64), "a\nb")) {
            assertThat(place(data)).hasToString("$.*");
            assertThat(place(data).path()).isEmpty();
        }
    }

    @Test
    void merged_namesThatDiffer_areAny() {
        assertThat(place("of", "ann", "id").merged(place("of", "bob", "id"))).hasToString("$.of.*.id");
        assertThat(place("of", "ann").shape()).isEqualTo(place("x", "y").shape());
    }

    private static JsonPlace place(String... names) {
        return new JsonPlace(Arrays.stream(names).map(JsonPlace::member).toList());
    }
}
