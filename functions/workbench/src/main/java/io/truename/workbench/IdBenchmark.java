// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.github.f4b6a3.uuid.UuidCreator;
import io.truename.identity.ChunkId;
import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One id of one document, by everyone who can make one. All are given a user id and a hash; Truename checks both and makes
 * them canonical, the others join them with a colon and believe them. The bare hash is given the finished bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdBenchmark {
    private static final int INPUTS = 1024;
    private static final Namespace V5 = Namespace.DEFAULT;
    private static final Namespace V8 = new Namespace(V5.id(), NameHash.SHA_256);

    private final String[] userIds = new String[INPUTS];
    private final String[] hashes = new String[INPUTS];
    private final DocumentId[] documents = new DocumentId[INPUTS];
    private final byte[][] namespaceAndName = new byte[INPUTS][];
    private final byte[] digest = new byte[32];
    private final MessageDigest sha1 = digestOf("SHA-1");
    private final MessageDigest sha256 = digestOf("SHA-256");
    private final NameBasedGenerator generator = Generators.nameBasedGenerator(V5.id(), digestOf("SHA-1"));
    private final Map<String, DocumentId> cache = new ConcurrentHashMap<>();
    private int next;

    /** Makes the inputs, the same in every run. */
    @Setup
    public void makeInputs() {
        Random random = new Random(20261122);
        for (int at = 0; at < INPUTS; at++) {
            byte[] content = new byte[32];
            random.nextBytes(content);
            userIds[at] = new UUID(random.nextLong(), random.nextLong()).toString();
            hashes[at] = hex(content);
            DocumentName name = new DocumentName(userIds[at], hashes[at]);
            documents[at] = V5.documentId(name);
            cache.put(name.canonical(), documents[at]);
            byte[] text = name.canonical().getBytes(StandardCharsets.US_ASCII);
            namespaceAndName[at] = ByteBuffer.allocate(16 + text.length)
                    .putLong(V5.id().getMostSignificantBits())
                    .putLong(V5.id().getLeastSignificantBits())
                    .put(text)
                    .array();
        }
    }

    /** Ours: checked, canonical, v5. */
    @Benchmark
    public DocumentId truename() {
        int at = next();
        return V5.documentId(userIds[at], hashes[at]);
    }

    /** Ours, when the owner is the previous document's: the batch of one user. */
    @Benchmark
    public DocumentId truenameSameOwner() {
        return V5.documentId(userIds[0], hashes[next()]);
    }

    /** Ours for a chunk. */
    @Benchmark
    public ChunkId truenameChunk() {
        int at = next();
        return V5.chunkId(documents[at >> 5], "markdown-simple", "1", at);
    }

    /** Ours with SHA-256, v8. */
    @Benchmark
    public DocumentId truenameV8() {
        int at = next();
        return V8.documentId(userIds[at], hashes[at]);
    }

    /** The floor: nothing but the hash of the finished bytes, with a digest and a buffer that are used again. */
    @Benchmark
    public byte[] bareSha1() throws DigestException {
        sha1.update(namespaceAndName[next()]);
        sha1.digest(digest, 0, 20);
        return digest;
    }

    /** The floor of v8. */
    @Benchmark
    public byte[] bareSha256() throws DigestException {
        sha256.update(namespaceAndName[next()]);
        sha256.digest(digest, 0, 32);
        return digest;
    }

    /** Look-up in a cache: a map that holds every answer, all of it in the processor's cache. */
    @Benchmark
    public @Nullable DocumentId cached() {
        return cache.get(name(next()));
    }

    /** uuid-creator. */
    @Benchmark
    public UUID uuidCreator() {
        return UuidCreator.getNameBasedSha1(V5.id(), name(next()));
    }

    /** java-uuid-generator. */
    @Benchmark
    public UUID javaUuidGenerator() {
        return generator.generate(name(next()));
    }

    /** The JDK's own: MD5 and without a namespace, so another id. */
    @Benchmark
    public UUID nameUuidFromBytes() {
        return UUID.nameUUIDFromBytes(name(next()).getBytes(StandardCharsets.US_ASCII));
    }

    private String name(int at) {
        return userIds[at] + ":" + hashes[at];
    }

    private int next() {
        next = (next + 1) & (INPUTS - 1);
        return next;
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte each : bytes) {
            text.append(Character.forDigit((each >> 4) & 0xF, 16)).append(Character.forDigit(each & 0xF, 16));
        }
        return text.toString();
    }

    private static MessageDigest digestOf(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("This platform has no " + algorithm + ".", missing);
        }
    }
}
