// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonBodyTest {
    private enum Colour {
        RED,
        DARK_BLUE
    }

    private final FieldProblems problems = new FieldProblems();

    @Test
    void fields_areReadByType() {
        JsonBody body = read("{\"text\":\"a\",\"colour\":\"dark-blue\",\"flag\":true,\"whole\":7.0,\"part\":0.5,"
                + "\"texts\":[\"1\",\"2\"],\"numbers\":[0,0.5],\"inner\":{\"text\":\"b\"},\"none\":null}");
        assertThat(body.text("text", "", text -> text)).isEqualTo("a");
        assertThat(body.word("colour", Colour.RED, Colour.class)).isEqualTo(Colour.DARK_BLUE);
        assertThat(body.flag("flag", false)).isTrue();
        assertThat(body.whole("whole", 0, 0, 9)).isEqualTo(7);
        assertThat(body.decimal("part", 0, 0, 1)).isEqualTo(0.5);
        assertThat(body.texts("texts", 2, "numbers", Integer::valueOf)).containsExactly(1, 2);
        assertThat(body.decimals("numbers", 2, 0, 1)).containsExactly(0.0, 0.5);
        assertThat(body.object("inner").orElseThrow().text("text", "", text -> text))
                .isEqualTo("b");
        assertThat(body.object("none")).isEmpty();
        body.refuseUnread();
        assertThat(problems.listed()).isEmpty();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("", "", "must be a JSON object", "nothing"),
                arguments("[]", "", "must be a JSON object", "an array"),
                arguments("{", "", "must be JSON in UTF-8", "something else at line 1, column 2"),
                arguments("{}{}", "", "must be one JSON object", "more text after the object"),
                arguments(
                        "{\"flag\":true,\"flag\":true}", "/flag", "may be given once only", "the field a second time"),
                arguments("{\"flag\":1}", "/flag", "must be true or false", "a number"),
                arguments("{\"text\":7}", "/text", "must be a string", "a number"),
                arguments("{\"text\":\"\"}", "/text", "must have at most 3 characters", "0 characters"),
                arguments("{\"colour\":\"x\"}", "/colour", "must be one of red, dark-blue", "1 characters"),
                arguments("{\"whole\":1.5}", "/whole", "must be a whole number from 0 to 9", "a fraction"),
                arguments("{\"whole\":10}", "/whole", "must be a whole number from 0 to 9", "a larger one"),
                arguments("{\"part\":-1e999}", "/part", "must be a number from 0 to 0.5", "a smaller one"),
                arguments("{\"texts\":{}}", "/texts", "must be an array", "an object"),
                arguments("{\"texts\":[1]}", "/texts/0", "must be a string", "a number"),
                arguments("{\"texts\":[\"x\"]}", "/texts/0", "must be a number", "1 characters"),
                arguments(
                        "{\"texts\":[1,2,3]}", "/texts", "must have at most 2 numbers; split the request", "3 values"),
                arguments("{\"inner\":[]}", "/inner", "must be an object", "an array"),
                arguments("{\"inner\":{\"a\":null}}", "/inner/a", "is not a field here; remove it", "null"),
                arguments("{\"a/b\":{}}", "/a~1b", "is not a field here; remove it", "an object"),
                arguments(
                        "{\"\\u0007\":1}",
                        "",
                        "may have known fields only; remove others",
                        "a field with a name of 1 characters"),
                arguments(
                        "{\"" + "n".repeat(65) + "\":1}",
                        "",
                        "may have known fields only; remove others",
                        "a field with a name of 65 characters"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badField_saysWhereWhichRuleAndWhatWasGot(String json, String pointer, String rule, String got) {
        JsonBody body = read(json);
        body.flag("flag", false);
        body.text("text", "", text -> {
            throw new IllegalArgumentException(Rules.mostCharacters(3));
        });
        body.word("colour", Colour.RED, Colour.class);
        body.whole("whole", 0, 0, 9);
        body.decimal("part", 0, 0, 0.5);
        if (body.has("texts")) {
            body.texts("texts", 2, "numbers", JsonBodyTest::number);
        }
        body.object("inner").ifPresent(JsonBody::refuseUnread);
        body.refuseUnread();
        assertThat(problems.listed()).containsExactly(new FieldProblem(pointer, rule, got));
    }

    @Test
    void texts_absent_isAProblem() {
        assertThat(read("{}").texts("ids", 5, "UUIDs", text -> text)).isEmpty();
        assertThat(problems.listed())
                .isEqualTo(List.of(new FieldProblem("/ids", "must be given: an array of at most 5 UUIDs", "nothing")));
    }

    private static Integer number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("must be a number", noNumber);
        }
    }

    private JsonBody read(String json) {
        return JsonBody.read(json.getBytes(StandardCharsets.UTF_8), problems);
    }
}
