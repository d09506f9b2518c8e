// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterTest {
    private static final Map<String, String> EN_COM =
            Map.of("lang", "en", "domain", "example.com", "iana.org/tag", "x");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "attributes:lang | true",
                "attributes:missing | false",
                "attributes:\"iana.org/tag\" | true",
                "attributes.lang = \"en\" | true",
                "attributes.lang=\"EN\" | false",
                "attributes.\"lang\" = \"\\x65\\u006e\" | true",
                "attributes.lang = \"\\145n\" | true",
                "attributes.lang != \"de\" | true",
                "attributes.lang != \"en\" | false",
                "attributes.missing != \"de\" | true",
                "hasPrefix(attributes.domain, \"example\") | true",
                "hasPrefix(attributes.domain, \"com\") | false",
                "hasPrefix(attributes.missing, \"\") | false",
                "NOT attributes:lang | false",
                "-attributes:missing | true",
                "NOT -attributes:lang | true",
                "attributes:lang AND attributes:missing | false",
                "attributes:missing OR attributes:lang | true",
                "attributes:lang AND (attributes:missing OR NOT attributes.domain = \"example.org\") | true",
                "(attributes:missing) OR (attributes:lang AND attributes:missing) | false",
                "attributes:lang AND NOT hasPrefix(attributes.domain, \"other\") AND attributes:domain | true"
            })
    void filter_readsTheCloudsLanguage(String filter, boolean matches) {
        assertThat(Filter.parse(filter).matches(EN_COM)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data = \"x\"",
                "attributes",
                "attributes.lang",
                "attributes.lang = en",
                "attributes.lang == \"en\"",
                "attributes.lang = \"en",
                "attributes.lang = \"\\q\"",
                "attributes.lang = \"\\u00\"",
                "attributes:a AND",
                "attributes:a and attributes:b",
                "attributes:a AND attributes:b OR attributes:c",
                "(attributes:a",
                "attributes:a)",
                "hasPrefix(attributes:a, \"x\")",
                "hasPrefix(attributes.a \"x\")",
                "NOT"
            })
    void filter_thatCannotBeRead_saysWhere(String filter) {
        assertThatThrownBy(() -> Filter.parse(filter))
                .isInstanceOfSatisfying(
                        PubSubException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(PubSubException.Reason.INVALID_ARGUMENT))
                .hasMessageContaining("at character")
                .hasMessageContaining(filter);
    }

    @Test
    void filter_over256Bytes_isRefused() {
        assertThatThrownBy(() -> Filter.parse("attributes:" + "k".repeat(246))).hasMessageContaining("256");
    }

    @Test
    void filter_empty_wantsEverything() {
        assertThat(Filter.parse(" ").matches(Map.of())).isTrue();
    }

    @Property(tries = 200)
    void filter_notEquals_isTheOppositeOfEquals(
            @ForAll @AlphaChars @StringLength(min = 1, max = 5) String key, @ForAll @AlphaChars String value) {
        String shortened = value.substring(0, Math.min(20, value.length()));
        Map<String, String> attributes = Map.of(key, shortened);
        assertThat(Filter.parse("attributes." + key + " = \"" + shortened + "\"")
                        .matches(attributes))
                .isTrue();
        assertThat(Filter.parse("attributes." + key + " != \"" + shortened + "\"")
                        .matches(attributes))
                .isFalse();
    }

    @Property(tries = 500)
    void filter_ofAnyText_isReadOrRefused(@ForAll @StringLength(max = 80) String text) {
        try {
            assertThat(Filter.parse(text)).isNotNull();
        } catch (PubSubException refused) {
            assertThat(refused.getMessage()).contains("filter");
        }
    }
}
