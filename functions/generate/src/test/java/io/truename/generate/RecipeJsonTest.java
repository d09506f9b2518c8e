// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.identity.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeJsonTest {
    @Test
    void read_recipe_hasItsTemplates() {
        var names = RecipeJson.read(
                "{\"documents\": \"{user}/{contentHash}\", \"alphabets\": {\"user\": \"a-z\"}}",
                Namespace.DEFAULT.id());
        assertThat(names.documents()).isEqualTo("{user}/{contentHash}");
        assertThat(names.alphabets()).containsEntry("user", "a-z");
        assertThat(RecipeJson.read("{}", Namespace.DEFAULT.id()).isUsual()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "7",
                "{",
                "{} {}",
                "{\"document\": \"{contentHash}\"}",
                "{\"documents\": 7}",
                "{\"documents\": null}",
                "{\"alphabets\": []}",
                "{\"alphabets\": {\"user\": 7}}",
                "{\"documents\": \"{contentHash}\", \"documents\": \"{contentHash}\"}"
            })
    void read_noRecipe_saysWhatOneIs(String json) {
        assertThatThrownBy(() -> RecipeJson.read(json, Namespace.DEFAULT.id()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a JSON object of documents, chunks");
    }

    @Test
    void read_ambiguousRecipe_isRefusedWithTheProof() {
        assertThatThrownBy(
                        () -> RecipeJson.read("{\"chunks\": \"{document}{chunker}{ordinal}\"}", Namespace.DEFAULT.id()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two inputs are named");
    }
}
