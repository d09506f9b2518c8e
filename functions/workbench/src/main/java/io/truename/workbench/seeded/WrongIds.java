// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Ids as careless writers compute them, each by the name under which a scan should explain it. Shares no code with the scan. */
final class WrongIds {
    static final UUID NAMESPACE = UUID.fromString("6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42");

    private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    private static final UUID URL = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private WrongIds() {}

    /** Facts from which a document's id may be computed. */
    record Document(String user, String hash, String fileName) {}

    /** Facts from which a chunk's id may be computed. */
    record Chunk(String document, String documentHash, String chunker, String version, long ordinal) {}

    /** The id by the recipe. */
    static UUID right(Document of) {
        return v5(NAMESPACE, of.user() + ":" + of.hash());
    }

    /** The id by the recipe. */
    static UUID right(Chunk of) {
        return v5(NAMESPACE, of.document() + ":" + of.chunker() + ":" + of.version() + ":" + of.ordinal());
    }

    static Map<String, UUID> of(Document of) {
        String name = of.user() + ":" + of.hash();
        Map<String, UUID> ids = new LinkedHashMap<>();
        ids.put("namespace.dns", v5(DNS, name));
        ids.put("namespace.nil", v5(new UUID(0, 0), name));
        ids.put("hash.md5", hashed("MD5", 3, NAMESPACE, name));
        ids.put("hash.sha-256", hashed("SHA-256", 8, NAMESPACE, name));
        ids.put("bits.v4", hashed("SHA-1", 4, NAMESPACE, name));
        ids.put("user.upper", v5(NAMESPACE, of.user().toUpperCase(Locale.ROOT) + ":" + of.hash()));
        ids.put("user.empty", v5(NAMESPACE, ":" + of.hash()));
        ids.put("content.upper", v5(NAMESPACE, of.user() + ":" + of.hash().toUpperCase(Locale.ROOT)));
        ids.put("content.is-file-name", v5(NAMESPACE, of.user() + ":" + of.fileName()));
        ids.put("content.is-sha-256-of-file-name", v5(NAMESPACE, of.user() + ":" + sha256(of.fileName())));
        ids.put("missing.user", v5(NAMESPACE, of.hash()));
        ids.put("missing.content", v5(NAMESPACE, of.user()));
        ids.put("order.content+user", v5(NAMESPACE, of.hash() + ":" + of.user()));
        ids.put("name.space-after", v5(NAMESPACE, name + " "));
        ids.put("name.line-break-after", v5(NAMESPACE, name + "\n"));
        ids.put("separator./", v5(NAMESPACE, of.user() + "/" + of.hash()));
        ids.put("namespace.dns separator./", v5(DNS, of.user() + "/" + of.hash()));
        ids.put("unexplained.v5", v5(DNS, "nobody knows " + name));
        return ids;
    }

    static Map<String, UUID> of(Chunk of) {
        String name = of.document() + ":" + of.chunker() + ":" + of.version() + ":" + of.ordinal();
        Map<String, UUID> ids = new LinkedHashMap<>();
        ids.put("namespace.url", v5(URL, name));
        ids.put("hash.md5", hashed("MD5", 3, NAMESPACE, name));
        ids.put("hash.sha-256", hashed("SHA-256", 8, NAMESPACE, name));
        ids.put(
                "document.upper",
                v5(NAMESPACE, of.document().toUpperCase(Locale.ROOT) + name.substring(name.indexOf(':'))));
        ids.put(
                "document.no-hyphens",
                v5(NAMESPACE, of.document().replace("-", "") + name.substring(name.indexOf(':'))));
        ids.put("document.is-content-hash", v5(NAMESPACE, of.documentHash() + name.substring(name.indexOf(':'))));
        ids.put(
                "chunker.upper",
                right(new Chunk(of.document(), "", of.chunker().toUpperCase(Locale.ROOT), of.version(), of.ordinal())));
        ids.put("version.v-added", right(new Chunk(of.document(), "", of.chunker(), "v" + of.version(), of.ordinal())));
        ids.put("ordinal.padded-4", v5(NAMESPACE, name.substring(0, name.lastIndexOf(':') + 1) + "000" + of.ordinal()));
        ids.put("missing.version", v5(NAMESPACE, of.document() + ":" + of.chunker() + ":" + of.ordinal()));
        ids.put(
                "order.document+ordinal+chunker+version",
                v5(NAMESPACE, of.document() + ":" + of.ordinal() + ":" + of.chunker() + ":" + of.version()));
        ids.put("name.line-break-after", v5(NAMESPACE, name + "\n"));
        ids.put(
                "separator.-",
                v5(NAMESPACE, name.substring(0, 36) + name.substring(36).replace(':', '-')));
        ids.put("unexplained.v5", v5(DNS, "nobody knows " + name));
        return ids;
    }

    /** An id as it is drawn, of version 1, 4 or 7. */
    static UUID drawn(int version, Random random) {
        return bits(random.nextLong(), random.nextLong(), version);
    }

    private static UUID v5(UUID namespace, String name) {
        return hashed("SHA-1", 5, namespace, name);
    }

    private static UUID hashed(String function, int version, UUID namespace, String name) {
        MessageDigest digest = digest(function);
        digest.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .array());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
        return bits(hash.getLong(), hash.getLong(), version);
    }

    private static UUID bits(long most, long least, int version) {
        return new UUID(
                (most & ~0xF000L) | ((long) version << 12), (least & 0x3FFFFFFF_FFFFFFFFL) | 0x80000000_00000000L);
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest digest(String function) {
        try {
            return MessageDigest.getInstance(function);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every Java platform has " + function + ".", impossible);
        }
    }
}
