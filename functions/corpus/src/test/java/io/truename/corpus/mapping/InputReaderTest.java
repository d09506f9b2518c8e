// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.truename.identity.ContentHashAlgorithm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputReaderTest {
    private static final Input ID = column("id");

    private static Input column(String name) {
        return new Input.OfColumn(name(name));
    }

    private static QualifiedName name(String... parts) {
        return new QualifiedName(List.of(parts));
    }

    private static Mapping.Documents documents(String user, String hash) {
        return MappingReader.read("documents: {table: d, id: id, user: " + user + ", contentHash: " + hash + "}")
                .documents();
    }

    private static Input user(String user) {
        return documents(user, "h").user();
    }

    private static List<String> refusals(String user, String hash) {
        return catchThrowableOfType(MappingException.class, () -> documents(user, hash)).issues().stream()
                .map(FieldIssue::pointer)
                .toList();
    }

    @Test
    void everyForm() {
        assertThat(user("owner_id")).isEqualTo(column("owner_id"));
        assertThat(user("{column: '\"Owner\"'}")).isEqualTo(column("Owner"));
        assertThat(user("{value: everyone}")).isEqualTo(new Input.Constant("everyone"));
        assertThat(user("{value: 7}")).isEqualTo(new Input.Constant("7"));
        assertThat(user("{firstOf: [a, {value: b}]}"))
                .isEqualTo(new Input.FirstOf(List.of(column("a"), new Input.Constant("b"))));
        assertThat(user("{column: m, path: '$.a.\"b c\"'}"))
                .isEqualTo(new Input.OfJson(
                        name("m"), new JsonPath(List.of(new JsonPath.Member("a"), new JsonPath.Member("b c")))));
        assertThat(user("{from: app.files, where: {file: id, kind: {value: raw}}, take: {sha256Of: [a, b]}}"))
                .isEqualTo(new Input.OfTable(
                        name("app", "files"),
                        Map.of(name("file"), ID, name("kind"), new Input.Constant("raw")),
                        new Input.Sha256Of(List.of(name("a"), name("b")))));
        assertThat(documents("u", "{sha256Of: content}").contentHash())
                .isEqualTo(new Input.Sha256Of(List.of(name("content"))));
        assertThat(documents("u", "{column: h, encoding: base64}").contentHash())
                .isEqualTo(new Input.FromBase64(column("h")));
        assertThat(documents("u", "{imported: content-hashes, key: {column: m, path: $.object}}")
                        .contentHash())
                .isEqualTo(new Input.Imported(
                        new Input.OfJson(name("m"), new JsonPath(List.of(new JsonPath.Member("object"))))));
        assertThat(documents("u", "{column: h, encoding: hex}").contentHash()).isEqualTo(column("h"));
    }

    /** Only then do the keys of imported hashes move with the documents. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h | false",
                "{imported: content-hashes, key: path} | false",
                "{imported: content-hashes, key: ID} | true",
                "{firstOf: [h, {imported: content-hashes, key: id}]} | true",
                "{imported: content-hashes, key: {firstOf: [path, id]}} | false",
            })
    void importByTheOwnId_isSeen(String hash, boolean byId) {
        assertThat(documents("u", hash).importsById()).isEqualTo(byId);
    }

    @Test
    void inputsOfChunks() {
        Mapping.Chunks chunks =
                MappingReader.read("""
                documents: {table: d, id: id, user: u, contentHash: h}
                chunks: {table: c, id: id, document: d, chunker: {value: fixed}, chunkerVersion: {value: 1.0},
                         ordinal: {column: m, path: $.n}}
                """.replace("1.0", "'1.0'")).chunks().get(0);
        assertThat(chunks.chunkerVersion()).isEqualTo(new Input.Constant("1.0"));
        assertThat(chunks.ordinal()).isInstanceOf(Input.OfJson.class);
    }

    private static Mapping.Chunks chunks(String chunker, String ordinal) {
        return MappingReader.read("""
                documents: {table: d, id: id, user: u, contentHash: h}
                chunks: {table: c, id: id, document: d, chunker: %s, chunkerVersion: v, ordinal: %s}
                """.formatted(chunker, ordinal)).chunks().get(0);
    }

    @Test
    void position_isInTheOrderOfColumnsAndPaths() {
        Input.OfJson path = new Input.OfJson(name("m"), new JsonPath(List.of(new JsonPath.Member("start"))));
        assertThat(chunks("a", "{position: [page, {column: m, path: $.start}]}").ordinal())
                .isEqualTo(new Input.Position(List.of(column("page"), path)));
        assertThat(chunks("a", "{position: page}").ordinal()).isEqualTo(new Input.Position(List.of(column("page"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | {position: []} | ordinal/position",
                "a | {position: 7} | ordinal/position",
                "a | {position: {by: page}} | ordinal/position",
                "a | {position: [a, b, c, d, e, f, g, h, i]} | ordinal/position",
                "a | {position: [a, 7]} | ordinal/position/1",
                "a | {position: [{value: a}]} | ordinal/position/0",
                "a | {position: [{firstOf: [a, b]}]} | ordinal/position/0",
                "a | {position: [{column: m, path: '$.a[*]'}]} | ordinal/position/0/path",
                "a | {position: [{position: [a]}]} | ordinal/position/0/position",
                "a | {position: [a], column: b} | ordinal/column",
                "a | {position: [a], order: b} | ordinal/order",
                "a | {firstOf: [n, {position: [a]}]} | ordinal/firstOf/1/position",
                "a | {from: t, where: {ordinal: {position: [a]}}, take: n} | ordinal/where/ordinal/position",
                "a | {from: t, where: {a: b}, take: {position: [a]}} | ordinal/take/position",
                "{position: [a]} | n | chunker/position",
            })
    void refusalOfAPosition_namesThePlace(String chunker, String ordinal, String pointer) {
        assertThat(catchThrowableOfType(MappingException.class, () -> chunks(chunker, ordinal))
                        .issues())
                .extracting(FieldIssue::pointer)
                .containsExactly("/chunks/" + pointer);
    }

    @ParameterizedTest
    @CsvSource({"sha3-256, SHA3_256", "SHA-512, SHA_512", "blake3, BLAKE3"})
    void algorithm(String name, ContentHashAlgorithm algorithm) {
        assertThat(documents("u", "{column: h, algorithm: " + name + "}").algorithm())
                .isEqualTo(algorithm);
        assertThat(documents("u", "h").algorithm()).isEqualTo(ContentHashAlgorithm.SHA_256);
    }

    /** Whoever maps a hash of which collisions are made says so in writing. */
    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-1"})
    void weakAlgorithm_needsConsent(String name) {
        String with = "{column: h, algorithm: " + name + ", accept: different files may share an " + name + "}";
        assertThat(documents("u", with).algorithm().toString()).isEqualTo(name);
        assertThat(refusals("u", "{column: h, algorithm: " + name + "}"))
                .containsExactly("/documents/contentHash/accept");
        assertThat(refusals("u", "{column: h, algorithm: " + name + ", accept: true}"))
                .containsExactly("/documents/contentHash/accept");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /documents/user",
                "{value: a, column: b} | /documents/user",
                "{value: ''} | /documents/user/value",
                "{value: [a]} | /documents/user/value",
                "{value: 1.5} | /documents/user/value",
                "{firstOf: [a]} | /documents/user/firstOf",
                "{firstOf: a} | /documents/user/firstOf",
                "{firstOf: [a, 7]} | /documents/user/firstOf/1",
                "{column: a.b} | /documents/user/column",
                "{column: a, path: '$.b[*]'} | /documents/user/path",
                "{column: a, path: b} | /documents/user/path",
                "{column: a, paht: $.b} | /documents/user/paht",
                "{column: a, encoding: base64} | /documents/user/encoding",
                "{column: a, algorithm: MD5} | /documents/user/algorithm",
                "{from: t, take: a} | /documents/user/where",
                "{from: t, where: {}, take: a} | /documents/user/where",
                "{from: t, where: {a.b: c}, take: a} | /documents/user/where/a.b",
                "{from: t, where: {a: b}} | /documents/user/take",
                "{from: a.b.c, where: {a: b}, take: a} | /documents/user/from",
                "{sha256Of: []} | /documents/user/sha256Of",
                "{sha256Of: [a, b.c]} | /documents/user/sha256Of",
                "{imported: content-hashes, key: id} | /documents/user",
                "{firstOf: [a, {from: t, where: {b: {imported: content-hashes, key: id}}, take: c}]} | /documents/user",
                "{firstOf: [a, {firstOf: [a, {firstOf: [a, {firstOf: [a, {value: b}]}]}]}]} "
                        + "| /documents/user/firstOf/1/firstOf/1/firstOf/1/firstOf/1",
            })
    void refusal_namesThePlace(String user, String pointer) {
        assertThat(refusals(user, "h")).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{column: h, encoding: base32} | /documents/contentHash/encoding",
                "{column: h, algorithm: CRC32} | /documents/contentHash/algorithm",
                "{column: h, algorithm: 256} | /documents/contentHash/algorithm",
                "{sha256Of: [a], algorithm: SHA3-256} | /documents/contentHash/algorithm",
                "{imported: content-hashes} | /documents/contentHash/key",
                "{imported: hashes, key: id} | /documents/contentHash/imported",
                "{imported: content-hashes, key: {value: ''}} | /documents/contentHash/key/value",
                "{imported: content-hashes, key: id, column: h} | /documents/contentHash",
                "{imported: content-hashes, key: id, encoding: base64} | /documents/contentHash/encoding",
                "{imported: content-hashes, key: id, algorithm: SHA3-256} | /documents/contentHash/algorithm",
                "{position: [page]} | /documents/contentHash/position",
            })
    void refusalOfAHash_namesThePlace(String hash, String pointer) {
        assertThat(refusals("u", hash)).containsExactly(pointer);
    }
}
