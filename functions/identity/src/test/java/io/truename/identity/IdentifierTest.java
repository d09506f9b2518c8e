// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentifierTest {
    private static final String SHA = "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447";
    private static final DocumentName NAME = new DocumentName("user123", SHA);

    @Test
    void verify_idOfTheRecipe() {
        Identifier expected = DocumentId.parse("BF33F793-7447-5C56-A7DA-9FFA2F8AA79D");
        assertThat(Namespace.DEFAULT.verify(NAME, expected)).isEqualTo(new Verification.Match(expected));
        assertThat(Namespace.DEFAULT.mayHaveMade(expected.toUuid())).isTrue();
    }

    @Test
    void verify_otherIds() {
        assertThat(reason("b65d343f-794b-5017-9e2b-591ccf6d3b08")).contains("other input or under another namespace");
        assertThat(reason("c56a4180-65aa-42ec-a945-5fd21dec0538")).contains("random (version 4)");
        assertThat(reason("5f8db553-08a5-8330-b88a-ffef68e1e6c9")).contains("version 8; this recipe makes version 5");
        assertThat(reason("00000000-0000-0000-0000-000000000000")).contains("not of the RFC 9562 variant");
    }

    @Test
    void verify_chunk() {
        ChunkName chunk = ChunkName.of("b65d343f-794b-5017-9e2b-591ccf6d3b08", "markdown-simple", "1", 0);
        ChunkId id = ChunkId.parse("0e43e111-00f4-5877-9c66-147ba87ef38f");
        assertThat(Namespace.DEFAULT.verify(chunk, id).matches()).isTrue();
        Namespace other = new Namespace(new UUID(1, 2), NameHash.SHA_1);
        assertThat(other.verify(chunk, id)).isEqualTo(new Verification.Mismatch(other.chunkId(chunk), id.toUuid()));
    }

    @Test
    void jobId_randomIsVersion4() {
        SplittableRandom randomness = new SplittableRandom(9562);
        for (int at = 0; at < 1000; at++) {
            UUID id = JobId.random(randomness).toUuid();
            assertThat(id.version()).isEqualTo(4);
            assertThat(id.variant()).isEqualTo(2);
        }
        assertThat(JobId.random(new SplittableRandom(1))).isEqualTo(JobId.random(new SplittableRandom(1)));
    }

    @Test
    void jobId_otherVersion() {
        assertThatThrownBy(() -> JobId.parse("b65d343f-794b-5017-9e2b-591ccf6d3b08"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("id must be a random UUID");
        assertThatThrownBy(() -> JobId.of(new UUID(0x4000, 0))).isInstanceOf(RefusedException.class);
    }

    @Test
    void toString_tellsNoOwnerAndNoHash() {
        assertThat(NAME.toString()).doesNotContain("user123").doesNotContain(SHA);
        assertThatThrownBy(() -> new DocumentName("secret person", SHA + "0"))
                .hasMessage(
                        "userId must be 1 to 256 printable ASCII characters without spaces; got a space as character 7."
                                + " fileSha256 must be the file's SHA-256: 64 hex digits; got 65 characters");
    }

    @Test
    void hash_byName() {
        assertThat(NameHash.parse("SHA-1")).isEqualTo(NameHash.SHA_1);
        assertThat(NameHash.parse("SHA-256")).isEqualTo(NameHash.SHA_256);
        assertThatThrownBy(() -> NameHash.parse("sha1")).hasMessageStartingWith("hash must be SHA-1 or SHA-256");
    }

    private static String reason(String claimed) {
        return ((Verification.Mismatch) Namespace.DEFAULT.verify(NAME, DocumentId.parse(claimed))).reason();
    }
}
