// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UuidTextTest {
    @Property
    void parse_whatFormatWrote(@ForAll long most, @ForAll long least) {
        UUID id = new UUID(most, least);
        String text = UuidText.format(most, least);
        assertThat(UuidText.parse(text)).isEqualTo(id);
        assertThat(UuidText.parse(text.toUpperCase(Locale.ROOT))).isEqualTo(id);
        assertThat(UuidText.isUuid(text)).isTrue();
        assertThat(text)
                .isEqualTo(UuidText.format(id))
                .isEqualTo(DocumentId.of(id).toString());
    }

    @Property
    void unsigned_asTheTexts(@ForAll long most, @ForAll long least, @ForAll long otherMost, @ForAll long otherLeast) {
        UUID left = new UUID(most, least);
        UUID right = new UUID(otherMost, otherLeast);
        assertThat(Integer.signum(UuidOrder.UNSIGNED.compare(left, right)))
                .isEqualTo(Integer.signum(left.toString().compareTo(right.toString())));
        UUID near = new UUID(most, otherLeast);
        assertThat(Integer.signum(UuidOrder.UNSIGNED.compare(left, near)))
                .isEqualTo(Integer.signum(left.toString().compareTo(near.toString())));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "0-0-0-0-0",
                "b65d343f794b50179e2b591ccf6d3b08",
                "{b65d343f-794b-5017-9e2b-591ccf6d3b08}",
                "b65d343f-794b-5017-9e2b-591ccf6d3b08 ",
                "b65d343f-794b-5017-9e2b-591ccf6d3b0\uff18",
                "b65d343f-794b-5017-9e2b-591ccf6d3bg8",
                "b65d343f+794b-5017-9e2b-591ccf6d3b08",
                "-65d343f-794b-5017-9e2b-591ccf6d3b08"
            })
    void parse_notAUuid(String text) {
        assertThatThrownBy(() -> UuidText.parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("id must be a UUID");
        assertThatThrownBy(() -> DocumentId.parse(text)).hasMessageStartingWith("documentId must be a UUID");
    }

    @ParameterizedTest
    @CsvSource({
        "b65d343f-794b-5017-9e2b-591ccf6d3bg8, a letter as character 35",
        "b65d343f794b--5017-9e2b-591ccf6d3b08, a digit as character 9",
        "b65d343f, 8 characters"
    })
    void parse_saysWhereButNotWhat(String text, String got) {
        assertThatThrownBy(() -> UuidText.parse(text)).hasMessageEndingWith("got " + got);
    }
}
