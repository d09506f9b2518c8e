// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rule that turns a name into an id: hash the namespace's 16 bytes and the name's ASCII bytes, keep the first 128 bits,
 * set version and variant. The same name gives the same id in every process, on every machine, for ever.
 *
 * @param id the UUID that the names live under
 * @param hash the hash, and with it the version of the ids
 * @param names templates of the names; {@link NameTemplates#USUAL} unless a corpus has a recipe of its own
 */
public record Namespace(UUID id, NameHash hash, NameTemplates names) {
    /** Truename's own: {@code 6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42}, UUIDv5. */
    public static final Namespace DEFAULT =
            new Namespace(new UUID(0x6c8a1e6e_1f0b_4aa8L, 0x9f0a_1a7c2e6f2b42L), NameHash.SHA_1);

    /** A namespace with Truename's own names. */
    public Namespace(UUID id, NameHash hash) {
        this(id, hash, NameTemplates.USUAL);
    }

    /**
     * Reads a namespace's id strictly, in either case.
     *
     * @throws RefusedException naming the field {@code namespace}, if the text is not a UUID
     */
    public static Namespace of(@Nullable String id, NameHash hash) {
        return new Namespace(UuidText.parse("namespace", id), hash);
    }

    /** The id of a document. */
    public DocumentId documentId(DocumentName name) {
        return documentId(name.userId(), name.fileSha256());
    }

    /**
     * The id of a document, of input as it came: checked and made canonical on the way, with no object but the id.
     *
     * @throws RefusedException with every problem that {@link DocumentName#check} finds
     */
    public DocumentId documentId(String userId, String fileSha256) {
        if (!names.isUsual()) {
            return DocumentId.of(named(id, name(new DocumentName(userId, fileSha256))));
        }
        DocumentId id = NameHasher.ofThisThread().document(this, userId, fileSha256);
        if (id == null) {
            throw new RefusedException(DocumentName.check(userId, fileSha256));
        }
        return id;
    }

    /** The id of a chunk. */
    public ChunkId chunkId(ChunkName name) {
        return chunkId(name.documentId(), name.chunker(), name.chunkerVersion(), name.ordinal());
    }

    /**
     * The id of a chunk, of input as it came: checked on the way, with no object but the id.
     *
     * @throws RefusedException with every problem that {@link ChunkName#check} finds
     */
    public ChunkId chunkId(DocumentId documentId, String chunker, String chunkerVersion, int ordinal) {
        if (!names.isUsual()) {
            return ChunkId.of(named(chunkId(), name(new ChunkName(documentId, chunker, chunkerVersion, ordinal))));
        }
        ChunkId id = NameHasher.ofThisThread().chunk(this, documentId, chunker, chunkerVersion, ordinal);
        if (id == null) {
            throw new RefusedException(ChunkName.checkBuilt(documentId, chunker, chunkerVersion, ordinal));
        }
        return id;
    }

    /** The UUID that the names of chunks live under. */
    public UUID chunkId() {
        return names.chunkNamespace().orElse(id);
    }

    /**
     * The name of a document in this recipe.
     *
     * @throws RefusedException if the user id is outside of the recipe's alphabet
     */
    public String name(DocumentName name) {
        return documentName(name.userId(), name.fileSha256());
    }

    /**
     * The name of a chunk in this recipe.
     *
     * @throws RefusedException if the chunker or its version is outside of the recipe's alphabet
     */
    public String name(ChunkName name) {
        refuse(names.checkChunker(name.chunker(), name.chunkerVersion()));
        return names.chunk(name.documentId(), name.chunker(), name.chunkerVersion(), name.ordinal());
    }

    /** The name of a document with a content hash of any algorithm; both canonical. */
    String documentName(String canonicalUser, String canonicalHash) {
        refuse(names.checkUser(canonicalUser));
        return names.document(canonicalUser, canonicalHash);
    }

    private static void refuse(List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            throw new RefusedException(refusals);
        }
    }

    private UUID named(UUID namespace, String name) {
        return new Namespace(namespace, hash).nameUuid(name.getBytes(StandardCharsets.US_ASCII));
    }

    /** The plain rule of RFC 9562 for a name of any bytes; for names that are neither a document's nor a chunk's. */
    public UUID nameUuid(byte[] name) {
        NameHasher hasher = NameHasher.ofThisThread();
        hasher.plain(this, name);
        return new UUID(hasher.mostSignificantBits(hash), hasher.leastSignificantBits());
    }

    /** Whether the claimed id is the one of this document. */
    public Verification verify(DocumentName name, UUID claimed) {
        return Verification.of(documentId(name), claimed);
    }

    /** Whether the claimed id is the one of this document. */
    public Verification verify(DocumentName name, Identifier claimed) {
        return verify(name, claimed.toUuid());
    }

    /** Whether the claimed id is the one of this chunk. */
    public Verification verify(ChunkName name, UUID claimed) {
        return Verification.of(chunkId(name), claimed);
    }

    /** Whether the claimed id is the one of this chunk. */
    public Verification verify(ChunkName name, Identifier claimed) {
        return verify(name, claimed.toUuid());
    }

    /** The same as before there were other names, because fingerprints of runs are made of it. */
    @Override
    public String toString() {
        return "Namespace[id=" + id + ", hash=" + hash + (names.isUsual() ? "" : ", names=" + names) + "]";
    }

    /** Whether the id carries the version and variant of this recipe. If not, no input gives it; if so, some input may. */
    public boolean mayHaveMade(UUID candidate) {
        return candidate.version() == hash.version() && candidate.variant() == 2;
    }
}
