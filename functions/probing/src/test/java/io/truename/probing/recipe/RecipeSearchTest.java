// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong id here is computed by code of this test, as a writer with that mistake would compute it. */
class RecipeSearchTest {
    private static final UUID NAMESPACE = UUID.fromString("6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42");
    private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    private static final UUID OTHER = UUID.fromString("11111111-2222-4333-8444-555555555555");
    private static final String USER = "Ann@example.org";
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String DOCUMENT = "5ed06cf9-b44c-58a4-b33b-b5f3a0d3b9e1";
    private static final String NAME = USER + ":" + HASH;
    private static final String CHUNK = DOCUMENT + ":Markdown-simple:v1:7";

    private final RecipeSearch documents =
            RecipeSearch.ofDocuments(Namespace.DEFAULT, List.of(OTHER), List.of("file-name"));
    private final RecipeSearch chunks = RecipeSearch.ofChunks(Namespace.DEFAULT, List.of(), List.of("true-id"));
    private final Inputs ofDocument = Inputs.of(USER, HASH, Map.of("file-name", "report.pdf"));
    private final Inputs ofChunk = Inputs.of(
            new ChunkName(DocumentId.parse(DOCUMENT), "Markdown-simple", "v1", 7), Map.of("true-id", OTHER.toString()));

    @Test
    void document_trueId() {
        UUID id = Namespace.DEFAULT.documentId(USER, HASH).toUuid();
        assertThat(documents.withOne(id, ofDocument)).isEmpty();
        assertThat(documents.withTwo(id, ofDocument)).isEmpty();
    }

    @Test
    void document_nameOfTheTest() {
        // The test's own hashing agrees with the recipe.
        assertThat(v5(NAMESPACE, NAME))
                .isEqualTo(Namespace.DEFAULT.documentId(USER, HASH).toUuid());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            user.lower, ann@example.org:H
            user.upper, ANN@EXAMPLE.ORG:H
            user.before-at, Ann:H
            user.empty, :H
            user.word-none, None:H
            user.is-file-name, report.pdf:H
            content.prefixed, Ann@example.org:sha256:H
            content.first-16, Ann@example.org:9f86d081884c7d65
            content.is-file-name, Ann@example.org:report.pdf
            content.nothing, Ann@example.org:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            order.content+user, H:Ann@example.org
            missing.user, H
            missing.content, Ann@example.org
            separator.none, Ann@example.orgH
            separator./, Ann@example.org/H
            separator.::, Ann@example.org::H
            separator.space, Ann@example.org H
            name.space-after, "Ann@example.org:H "
            name.line-break-after, Ann@example.org:H<
            name.windows-line-break-after, Ann@example.org:H>
            name.space-before, " Ann@example.org:H"
            name.user-space-after, Ann@example.org :H
            name.content-space-before, Ann@example.org: H
            name.quotes, 'Ann@example.org:H'
            separator./ user.lower, ann@example.org/H
            """)
    void document_otherText(String code, String name) {
        String text =
                name.replace("H", HASH).replace("<", "\n").replace(">", "\r\n").replace('\'', '"');
        if (code.contains("separator./ user")) {
            assertThat(documents.withOne(v5(NAMESPACE, text), ofDocument)).isEmpty();
            assertThat(documents.withTwo(v5(NAMESPACE, text), ofDocument))
                    .containsExactly(new WrongRecipe(List.of("user.lower", "separator./")));
            return;
        }
        assertThat(documents.withOne(v5(NAMESPACE, text), ofDocument)).containsExactly(new WrongRecipe(List.of(code)));
    }

    @Test
    void document_otherHashOfTheName() {
        String named = HexFormat.of().formatHex(digest("SHA-256", "report.pdf".getBytes(StandardCharsets.UTF_8)));
        assertOne("content.is-sha-256-of-file-name", v5(NAMESPACE, USER + ":" + named));
        named = HexFormat.of().formatHex(digest("MD5", "report.pdf".getBytes(StandardCharsets.UTF_8)));
        assertOne("content.is-md5-of-file-name", v5(NAMESPACE, USER + ":" + named));
    }

    @Test
    void document_upperCase() {
        String upper = HASH.toUpperCase(Locale.ROOT);
        assertOne("content.upper", v5(NAMESPACE, USER + ":" + upper));
        assertOne("name.upper", v5(NAMESPACE, NAME.toUpperCase(Locale.ROOT)));
    }

    @Test
    void document_userIsAUuid() {
        String user = "0A1B2C3D-0000-4000-8000-00000000abcd";
        Inputs inputs = Inputs.of(user, HASH, Map.of());
        assertThat(documents.withOne(v5(NAMESPACE, user + ":" + HASH), inputs))
                .containsExactly(new WrongRecipe(List.of("user.as-stored")));
        assertThat(documents.withOne(
                        v5(NAMESPACE, user.replace("-", "").toLowerCase(Locale.ROOT) + ":" + HASH), inputs))
                .containsExactly(new WrongRecipe(List.of("user.no-hyphens")));
    }

    @Test
    void document_otherNamespace() {
        assertOne("namespace.dns", v5(DNS, NAME));
        assertOne("namespace.url", v5(UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8"), NAME));
        assertOne("namespace.oid", v5(UUID.fromString("6ba7b812-9dad-11d1-80b4-00c04fd430c8"), NAME));
        assertOne("namespace.x500", v5(UUID.fromString("6ba7b814-9dad-11d1-80b4-00c04fd430c8"), NAME));
        assertOne("namespace.nil", v5(new UUID(0, 0), NAME));
        assertOne("namespace." + OTHER, v5(OTHER, NAME));
        assertOne("namespace.none", id("SHA-1", 5, new byte[0], NAME));
        assertOne("namespace.text", id("SHA-1", 5, NAMESPACE.toString().getBytes(StandardCharsets.US_ASCII), NAME));
        UUID swapped = UUID.fromString("6e1e8a6c-0b1f-a84a-9f0a-1a7c2e6f2b42");
        assertOne("namespace.mixed-endian", v5(swapped, NAME));
    }

    @Test
    void document_otherHash() {
        assertOne("hash.md5", id("MD5", 3, bytes(NAMESPACE), NAME));
        assertOne("hash.sha-256", id("SHA-256", 8, bytes(NAMESPACE), NAME));
        assertThat(documents.withOne(id("SHA-256", 5, bytes(NAMESPACE), NAME), ofDocument))
                .containsExactly(new WrongRecipe(List.of("hash.sha-256", "bits.v5")));
        RecipeSearch ofSha256 =
                RecipeSearch.ofDocuments(new Namespace(NAMESPACE, NameHash.SHA_256), List.of(), List.of());
        assertThat(ofSha256.withOne(v5(NAMESPACE, NAME), ofDocument))
                .containsExactly(new WrongRecipe(List.of("hash.sha-1")));
    }

    @Test
    void document_otherBits() {
        assertOne("bits.v4", id("SHA-1", 4, bytes(NAMESPACE), NAME));
        ByteBuffer hash = ByteBuffer.wrap(digest("SHA-1", bytes(NAMESPACE), NAME.getBytes(StandardCharsets.UTF_8)));
        assertOne("bits.raw", new UUID(hash.getLong(), hash.getLong()));
        ByteBuffer true5 = ByteBuffer.wrap(bytes(v5(NAMESPACE, NAME)));
        UUID guid = new UUID(
                (Integer.reverseBytes(true5.getInt()) & 0xFFFFFFFFL) << 32
                        | (Short.reverseBytes(true5.getShort()) & 0xFFFFL) << 16
                        | (Short.reverseBytes(true5.getShort()) & 0xFFFFL),
                true5.getLong());
        assertOne("bytes.mixed-endian", guid);
    }

    @Test
    void document_encoding() {
        assertOne("encoding.utf-16le", id("SHA-1", 5, bytes(NAMESPACE), NAME, StandardCharsets.UTF_16LE));
    }

    @Test
    void document_threeDeviations() {
        UUID id = id("MD5", 3, bytes(DNS), USER + "/" + HASH);
        assertThat(documents.withTwo(id, ofDocument)).isEmpty();
        assertThat(documents.withThree(id, ofDocument))
                .containsExactly(new WrongRecipe(List.of("namespace.dns", "hash.md5", "separator./")));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            document.upper, 5ED06CF9-B44C-58A4-B33B-B5F3A0D3B9E1:Markdown-simple:v1:7
            document.no-hyphens, 5ed06cf9b44c58a4b33bb5f3a0d3b9e1:Markdown-simple:v1:7
            document.is-true-id, 11111111-2222-4333-8444-555555555555:Markdown-simple:v1:7
            chunker.lower, D:markdown-simple:v1:7
            chunker.underscores, D:Markdown_simple:v1:7
            version.v-removed, D:Markdown-simple:1:7
            version.upper, D:Markdown-simple:V1:7
            version.zero-added, D:Markdown-simple:v1.0:7
            version.empty, D:Markdown-simple::7
            ordinal.plus-one, D:Markdown-simple:v1:8
            ordinal.minus-one, D:Markdown-simple:v1:6
            ordinal.padded-4, D:Markdown-simple:v1:0007
            ordinal.decimal, D:Markdown-simple:v1:7.0
            missing.version, D:Markdown-simple:7
            missing.chunker+version, D:7
            missing.document, Markdown-simple:v1:7
            order.document+version+chunker+ordinal, D:v1:Markdown-simple:7
            order.document+ordinal+chunker+version, D:7:Markdown-simple:v1
            separator.-, D-Markdown-simple-v1-7
            name.line-break-after, D:Markdown-simple:v1:7<
            name.chunker-space-after, D:Markdown-simple :v1:7
            """)
    void chunk_otherText(String code, String name) {
        String text = name.replaceFirst("^D", DOCUMENT).replace("<", "\n");
        assertThat(chunks.withOne(v5(NAMESPACE, text), ofChunk)).containsExactly(new WrongRecipe(List.of(code)));
    }

    @Test
    void chunk_ofAnotherDocument() {
        UUID id = v5(NAMESPACE, OTHER + ":Markdown-simple:v1:7");
        Inputs inputs = Inputs.of(new ChunkName(DocumentId.parse(DOCUMENT), "Markdown-simple", "v1", 7), Map.of());
        assertThat(chunks.withOne(id, inputs)).isEmpty();
        assertThat(chunks.parent(id, inputs, List.of(DNS, OTHER))).contains(OTHER);
        assertThat(chunks.parent(v5(NAMESPACE, CHUNK), inputs, List.of(DNS, OTHER)))
                .isEmpty();
    }

    @Test
    void chunk_equalFields() {
        Inputs same = Inputs.of(new ChunkName(DocumentId.parse(DOCUMENT), "Markdown-simple", "1", 1), Map.of());
        UUID id = v5(NAMESPACE, DOCUMENT + ":1:Markdown-simple:1");
        assertThat(chunks.withOne(id, same).stream().map(WrongRecipe::detail))
                .containsExactly("order.document+version+chunker+ordinal", "order.document+ordinal+chunker+version");
    }

    private void assertOne(String code, UUID id) {
        assertThat(documents.withOne(id, ofDocument)).containsExactly(new WrongRecipe(List.of(code)));
    }

    static UUID v5(UUID namespace, String name) {
        return id("SHA-1", 5, bytes(namespace), name);
    }

    static UUID id(String algorithm, int version, byte[] namespace, String name) {
        return id(algorithm, version, namespace, name, StandardCharsets.UTF_8);
    }

    private static UUID id(String algorithm, int version, byte[] namespace, String name, Charset charset) {
        byte[] hash = digest(algorithm, namespace, name.getBytes(charset));
        hash[6] = (byte) ((hash[6] & 0x0f) | (version << 4));
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static byte[] digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
