// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NamePropertiesTest {
    private static final Namespace V5 = Namespace.DEFAULT;
    private static final Namespace V8 = new Namespace(V5.id(), NameHash.SHA_256);

    @Provide
    Arbitrary<String> users() {
        Arbitrary<String> any =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(256);
        Arbitrary<String> awkward =
                Arbitraries.strings().withChars(":|+0aA-").ofMinLength(1).ofMaxLength(40);
        return Arbitraries.oneOf(any, awkward, uuids());
    }

    @Provide
    Arbitrary<String> uuids() {
        return Combinators.combine(hex(8), hex(4), hex(4), hex(4), hex(12))
                .as((first, second, third, fourth, fifth) -> String.join("-", first, second, third, fourth, fifth));
    }

    @Provide
    Arbitrary<String> hashes() {
        return hex(64);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars("._-")
                .ofMinLength(1)
                .ofMaxLength(64);
    }

    /** Legal input with something done to it: a character replaced by any other, dropped, doubled; or plain rubbish. */
    @Provide
    Arbitrary<String> rubbish() {
        Arbitrary<String> spoilt = Combinators.combine(
                        Arbitraries.oneOf(hashes(), uuids(), words()),
                        Arbitraries.chars().all(),
                        Arbitraries.integers().between(0, 63))
                .as((text, character, place) -> {
                    int at = place % text.length();
                    return text.substring(0, at) + character + text.substring(Math.min(text.length(), at + 1));
                });
        Arbitrary<String> truncating = hashes().map(text -> text.replace('a', '\u0161'));
        return Arbitraries.oneOf(
                        spoilt,
                        truncating,
                        users(),
                        hashes(),
                        Arbitraries.strings().ofMaxLength(300))
                .injectNull(0.05);
    }

    @Property
    void documentId_sameInput(@ForAll("users") String user, @ForAll("hashes") String hash) {
        DocumentId id = V5.documentId(user, hash);
        assertThat(V5.documentId(new String(user.toCharArray()), hash)).isEqualTo(id);
        assertThat(V5.documentId(new DocumentName(user, hash))).isEqualTo(id);
        assertThat(V5.nameUuid(bytes(new DocumentName(user, hash).canonical()))).isEqualTo(id.toUuid());
        assertThat(V8.documentId(user, hash).toUuid())
                .isEqualTo(V8.nameUuid(bytes(new DocumentName(user, hash).canonical())));
        assertThat(id.toUuid().version()).isEqualTo(5);
        assertThat(id.toUuid().variant()).isEqualTo(2);
    }

    @Property
    void chunkId_sameInput(
            @ForAll("uuids") String document,
            @ForAll("words") String chunker,
            @ForAll("words") String version,
            @ForAll @IntRange int ordinal) {
        ChunkName name = ChunkName.of(document, chunker, version, ordinal);
        ChunkId id = V5.chunkId(name);
        assertThat(V5.chunkId(DocumentId.parse(document), chunker, version, ordinal))
                .isEqualTo(id);
        assertThat(V5.nameUuid(bytes(name.canonical()))).isEqualTo(id.toUuid());
        assertThat(V8.chunkId(name).toUuid()).isEqualTo(V8.nameUuid(bytes(name.canonical())));
    }

    @Property
    void canonical_differsWhereverLegalInputDiffers(
            @ForAll("users") String user,
            @ForAll("hashes") String hash,
            @ForAll("users") String otherUser,
            @ForAll("hashes") String otherHash) {
        DocumentName name = new DocumentName(user, hash);
        DocumentName other = new DocumentName(otherUser, otherHash);
        assertThat(name.canonical().equals(other.canonical())).isEqualTo(name.equals(other));
        // The hash glued to the user's id is another user, never another name of the same document.
        Assume.that(user.length() + 65 <= 256);
        assertThat(new DocumentName(user + ":" + hash, otherHash).canonical()).isNotEqualTo(name.canonical());
    }

    @Property
    void canonical_chunksDifferWhereverInputDiffers(
            @ForAll("uuids") String document,
            @ForAll("words") String chunker,
            @ForAll("words") String version,
            @ForAll @IntRange int ordinal,
            @ForAll("words") String otherChunker,
            @ForAll("words") String otherVersion,
            @ForAll @IntRange int otherOrdinal) {
        ChunkName name = ChunkName.of(document, chunker, version, ordinal);
        for (ChunkName other : List.of(
                ChunkName.of(document, otherChunker, version, ordinal),
                ChunkName.of(document, chunker, otherVersion, ordinal),
                ChunkName.of(document, chunker, version, otherOrdinal),
                ChunkName.of(document, version, chunker, ordinal))) {
            assertThat(name.canonical().equals(other.canonical())).isEqualTo(name.equals(other));
        }
    }

    @Property
    void canonical_noDocumentIsAChunk(
            @ForAll("users") String user,
            @ForAll("hashes") String hash,
            @ForAll("uuids") String document,
            @ForAll("words") String word,
            @ForAll @IntRange int ordinal) {
        String documentName = new DocumentName(user, hash).canonical();
        String chunkName = ChunkName.of(document, word, word, ordinal).canonical();
        assertThat(documentName.substring(documentName.lastIndexOf(':') + 1)).hasSize(64);
        assertThat(chunkName.substring(chunkName.lastIndexOf(':') + 1)).hasSizeLessThanOrEqualTo(10);
    }

    @Property
    void ids_hexFieldsInEitherCase(@ForAll("uuids") String uuid, @ForAll("hashes") String hash) {
        String upper = hash.toUpperCase(Locale.ROOT);
        assertThat(V5.documentId(uuid.toUpperCase(Locale.ROOT), upper))
                .isEqualTo(V5.documentId(uuid.toLowerCase(Locale.ROOT), hash.toLowerCase(Locale.ROOT)));
        assertThat(V5.documentId("User:1|a+b", upper)).isEqualTo(V5.documentId("User:1|a+b", hash));
        assertThat(V5.documentId("user:1|a+b", upper)).isNotEqualTo(V5.documentId("User:1|a+b", hash));
        assertThat(ChunkName.of(uuid.toUpperCase(Locale.ROOT), "c", "1", 0)).isEqualTo(ChunkName.of(uuid, "c", "1", 0));
    }

    @Property(tries = 5000)
    void documentId_refusalOrIdAndNothingElse(@ForAll("rubbish") String user, @ForAll("rubbish") String hash) {
        List<Refusal> refusals = DocumentName.check(user, hash);
        Throwable thrown = catchThrowable(() -> V5.documentId(user, hash));
        Throwable built = catchThrowable(() -> new DocumentName(user, hash));
        assertThat(thrown == null).isEqualTo(refusals.isEmpty());
        assertRefused(thrown, refusals, Set.of("userId", "fileSha256"));
        assertRefused(built, refusals, Set.of("userId", "fileSha256"));
        // What was refused must not stay behind in the thread's memory.
        assertThat(V5.documentId("user123", "0".repeat(64)))
                .hasToString(V5.nameUuid(bytes("user123:" + "0".repeat(64))).toString());
    }

    @Property(tries = 5000)
    void chunkId_refusalOrIdAndNothingElse(
            @ForAll("rubbish") String document,
            @ForAll("rubbish") String chunker,
            @ForAll("rubbish") String version,
            @ForAll long ordinal,
            @ForAll int narrow) {
        List<Refusal> refusals = ChunkName.check(document, chunker, version, ordinal);
        Set<String> fields = Set.of("documentId", "chunker", "chunkerVersion", "ordinal");
        assertRefused(catchThrowable(() -> ChunkName.of(document, chunker, version, ordinal)), refusals, fields);
        List<Refusal> words = ChunkName.check("0".repeat(8) + "-0000-0000-0000-000000000000", chunker, version, narrow);
        assertRefused(catchThrowable(() -> V5.chunkId(new DocumentId(0, 0), chunker, version, narrow)), words, fields);
    }

    private static void assertRefused(Throwable thrown, List<Refusal> refusals, Set<String> fields) {
        if (refusals.isEmpty()) {
            assertThat(thrown).isNull();
            return;
        }
        assertThat(thrown).isInstanceOf(RefusedException.class);
        assertThat(((RefusedException) thrown).refusals()).isEqualTo(refusals);
        assertThat(refusals)
                .allSatisfy(refusal -> assertThat(fields).contains(refusal.field()))
                .doesNotHaveDuplicates();
        refusals.forEach(refusal -> assertThat(thrown.getMessage()).contains(refusal.field(), refusal.rule()));
    }

    private static Arbitrary<String> hex(int digits) {
        return Arbitraries.strings()
                .withCharRange('0', '9')
                .withCharRange('a', 'f')
                .withCharRange('A', 'F')
                .ofLength(digits);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
