// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.truename.edge.json.FieldProblem;
import io.truename.identity.JobId;
import io.truename.identity.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemReaderTest {
    static final String SHA = "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447";
    static final String UUID_TEXT = "b65d343f-794b-5017-9e2b-591ccf6d3b08";
    static final String DOCUMENT = "{\"kind\":\"document\",\"userId\":\"user123\",\"fileSha256\":\"" + SHA + "\"}";
    static final String CHUNK = "{\"kind\":\"chunk\",\"documentId\":\"" + UUID_TEXT
            + "\",\"chunker\":\"markdown-simple\",\"chunkerVersion\":\"1\",\"ordinal\":0}";
    static final IdGenerator IDENTITIES =
            new IdGenerator(Namespace.DEFAULT, () -> JobId.of(UUID.fromString("9f0a1a7c-2e6f-4b42-8c8a-1e6e1f0b4aa8")));

    static ParseResult<Item> read(String body) {
        return ItemReader.read(body.getBytes(StandardCharsets.UTF_8), raw -> raw.toItem(IDENTITIES));
    }

    static ParseResult<ClaimedId> readClaims(String body) {
        return ItemReader.read(body.getBytes(StandardCharsets.UTF_8), raw -> raw.toClaim(Namespace.DEFAULT));
    }

    static List<FieldProblem> problems(ParseResult<?> reading) {
        return ((ParseResult.Refused<?>) reading).problems().listed();
    }

    static ParseResult.Items<Item> items(String body) {
        return (ParseResult.Items<Item>) read(body);
    }

    @Test
    void read_batch_keepsOrder() {
        ParseResult.Items<Item> read = items("{\"items\":[" + CHUNK + "," + DOCUMENT + ",{\"kind\":\"job\"}]}");

        assertThat(read.bare()).isFalse();
        assertThat(read.items()).extracting(Item::kind).containsExactly(Kind.CHUNK, Kind.DOCUMENT, Kind.JOB);
        assertThat(read.items())
                .extracting(item -> item.id().toString())
                .containsExactly(
                        "0e43e111-00f4-5877-9c66-147ba87ef38f",
                        "bf33f793-7447-5c56-a7da-9ffa2f8aa79d",
                        "9f0a1a7c-2e6f-4b42-8c8a-1e6e1f0b4aa8");
    }

    @Test
    void read_bareItem_inAnyOrderOfFields() {
        ParseResult.Items<Item> read =
                items("{\"fileSha256\":\"" + SHA + "\",\"userId\":\"user123\",\"kind\":\"document\"}");
        assertThat(read.bare()).isTrue();
        assertThat(read.items().get(0).id()).hasToString("bf33f793-7447-5c56-a7da-9ffa2f8aa79d");
    }

    /** A number is whole by its value, as JSON Schema says. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1e0", "1.00", "100e-2", "0.1e1"})
    void read_ordinal_isWholeByItsValue(String one) {
        assertThat(items(CHUNK.replace(":0}", ":" + one + "}")).items().get(0).id())
                .isEqualTo(items(CHUNK.replace(":0}", ":1}")).items().get(0).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "2147483647.0", "-0", "-0.0", "0e99999999999"})
    void read_ordinal_upToItsBounds(String bound) {
        assertThat(items(CHUNK.replace(":0}", ":" + bound + "}")).items()).hasSize(1);
    }

    @Test
    void read_emptyBatch_isABatch() {
        assertThat(items("{\"items\":[]}").items()).isEmpty();
    }

    @Test
    void read_severalBadItems_listsEveryProblem() {
        List<FieldProblem> problems = problems(read("{\"items\":[" + DOCUMENT
                + ",{\"kind\":\"document\",\"userId\":\"\",\"fileSha256\":\"abc\"},7,{\"kind\":\"chunk\"}]}"));
        assertThat(problems)
                .extracting(FieldProblem::pointer)
                .containsExactlyInAnyOrder(
                        "/items/1/userId",
                        "/items/1/fileSha256",
                        "/items/2",
                        "/items/3/ordinal",
                        "/items/3/documentId",
                        "/items/3/chunker",
                        "/items/3/chunkerVersion");
    }

    @Test
    void read_mostItems_and_oneMore() {
        String item = "{\"kind\":\"job\"}";
        assertThat(items("{\"items\":[" + (item + ",").repeat(9_999) + item + "]}")
                        .items())
                .hasSize(10_000);
        assertThat(problems(read("{\"items\":[" + (item + ",").repeat(10_000) + item + "]}")))
                .containsExactly(
                        new FieldProblem("/items", "must have at most 10000 items; split the request", "10001 items"));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("", "", "nothing"),
                arguments("[]", "", "an array"),
                arguments("null", "", "null"),
                arguments("7", "", "a number"),
                arguments("{", "", "something else at line 1, column 2"),
                arguments("{}{}", "", "more text after the object"),
                arguments("{\"items\":{}}", "/items", "an object"),
                arguments("{\"items\":[],\"items\":[]}", "/items", "the field a second time"),
                arguments("{\"items\":[null]}", "/items/0", "null"),
                arguments("{}", "/kind", "nothing"),
                arguments("{\"kind\":7}", "/kind", "a number"),
                arguments("{\"kind\":\"Document\"}", "/kind", "another string of 8 characters"),
                arguments("{\"kind\":\"job\",\"userId\":\"x\"}", "/userId", "the field"),
                arguments("{\"kind\":\"job\",\"kind\":\"job\"}", "/kind", "the field a second time"),
                arguments("{\"kind\":\"job\",\"extra\":{\"a\":[1]}}", "/extra", "an object"),
                arguments("{\"kind\":\"job\",\"a/b~\":1}", "/a~1b~0", "a number"),
                arguments("{\"kind\":\"job\",\"id\":\"x\"}", "/id", "the field"),
                arguments(
                        "{\"kind\":\"job\",\"" + "n".repeat(65) + "\":1}", "", "a field with a name of 65 characters"),
                arguments("{\"kind\":\"job\",\"\\ud800\":1}", "", "something else at line 1, column 22"),
                arguments("{\"kind\":\"job\",\"\\u0000\":1}", "", "a field with a name of 1 characters"),
                arguments("{\"kind\":\"job\",\"\\ud83d\\ude00\":1}", "", "a field with a name of 1 characters"),
                arguments("{\"kind\":\"job\",\"items\":1}", "/items", "a number"),
                arguments(CHUNK.replace(":0}", ":-1}"), "/ordinal", "a negative number"),
                arguments(CHUNK.replace(":0}", ":2147483648}"), "/ordinal", "a greater number"),
                arguments(CHUNK.replace(":0}", ":99999999999999999999}"), "/ordinal", "a greater number"),
                arguments(CHUNK.replace(":0}", ":-99999999999999999999}"), "/ordinal", "a negative number"),
                arguments(CHUNK.replace(":0}", ":-5.0}"), "/ordinal", "a negative number"),
                arguments(CHUNK.replace(":0}", ":2147483648.0}"), "/ordinal", "a greater number"),
                arguments(CHUNK.replace(":0}", ":9007199254740993.0}"), "/ordinal", "a greater number"),
                arguments(CHUNK.replace(":0}", ":1e400}"), "/ordinal", "a greater number"),
                arguments(CHUNK.replace(":0}", ":1e99999999999}"), "/ordinal", "a greater number"),
                arguments(CHUNK.replace(":0}", ":1.5}"), "/ordinal", "a fraction"),
                arguments(CHUNK.replace(":0}", ":2147483646.9999999999}"), "/ordinal", "a fraction"),
                arguments(CHUNK.replace(":0}", ":1e-400}"), "/ordinal", "a fraction"),
                arguments(CHUNK.replace(":0}", ":\"0\"}"), "/ordinal", "a string"),
                arguments(CHUNK.replace(UUID_TEXT, "0-0-0-0-0"), "/documentId", "9 characters"),
                arguments(DOCUMENT.replace("user123", "a b"), "/userId", "a space as character 2"),
                arguments(DOCUMENT.replace("user123", "u".repeat(257)), "/userId", "257 characters"),
                arguments(DOCUMENT.replace("\"user123\"", "null"), "/userId", "null"),
                arguments(DOCUMENT.replace("a948", "g948"), "/fileSha256", "a letter as character 1"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void read_refused_saysWhereAndWhatInstead(String body, String pointer, String got) {
        assertThat(problems(read(body))).anySatisfy(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.got()).isEqualTo(got);
        });
    }

    @ParameterizedTest
    @MethodSource("refused")
    void read_refusedInABatch_givesNoItem(String body, String pointer, String got) {
        assertThat(read("{\"items\":[" + DOCUMENT + "," + body + "]}")).isInstanceOf(ParseResult.Refused.class);
    }

    @Test
    void read_claims_takeAnId_butNotForJobs() {
        String claim = DOCUMENT.replace("}", ",\"id\":\"" + UUID_TEXT + "\"}");
        ParseResult.Items<ClaimedId> read = (ParseResult.Items<ClaimedId>) readClaims(claim);
        assertThat(read.items().get(0).verify().matches()).isFalse();

        assertThat(problems(readClaims(DOCUMENT)))
                .containsExactly(new FieldProblem("/id", "must be a UUID: 8-4-4-4-12 hex digits", "nothing"));
        assertThat(problems(readClaims("{\"kind\":\"job\",\"id\":\"" + UUID_TEXT + "\"}")))
                .extracting(FieldProblem::pointer)
                .containsExactly("/kind");
    }

    // 8 MiB of unknown fields once collected 1.4 million problems, more than an instance's memory.
    @Test
    void read_endlessProblems_areCountedNotKept() {
        String body = "{" + "\"a\":1,".repeat(1_300_000) + "\"a\":1}";
        ParseResult.Refused<Item> refused = (ParseResult.Refused<Item>) read(body);
        assertThat(refused.problems().listed()).hasSize(100_000);
        assertThat(refused.problems().found()).isEqualTo(1_300_002);
    }
}
