// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
    void parser_otherEncoding_isNotJson(String encoding) {
        byte[] text = "{\"a\":1}".getBytes(Charset.forName(encoding));
        assertThatThrownBy(() -> Json.parser(text)).isInstanceOf(JsonParseException.class);
    }

    @Test
    void parser_byteOrderMarkOfUtf8_isSkipped() throws IOException {
        byte[] text = "\uFEFF{}".getBytes(StandardCharsets.UTF_8);
        assertThat(Json.parser(text).nextToken()).isEqualTo(JsonToken.START_OBJECT);
    }

    @Test
    void parser_brokenText_isNotQuotedInTheMessage() {
        byte[] text = "{\"userId\":\"alice\" alice}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> {
                    try (var json = Json.parser(text)) {
                        while (json.nextToken() != null) {
                            json.skipChildren();
                        }
                    }
                })
                .isInstanceOf(JsonParseException.class)
                .extracting(fault -> ((JsonParseException) fault).getLocation().toString())
                .asString()
                .doesNotContain("alice");
    }
}
