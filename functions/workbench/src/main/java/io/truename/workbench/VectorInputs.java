// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Inputs of the test vectors: the limits of each rule by hand, and random inputs from a fixed seed. */
final class VectorInputs {
    private static final String USER = "a5bb9bd1-3a0e-4b8c-9c53-0f62bbf0a3f1";
    private static final String SHA = "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447";
    private static final String DOCUMENT = "b65d343f-794b-5017-9e2b-591ccf6d3b08";
    private static final Namespace V5 = Namespace.DEFAULT;
    private static final Namespace V8 = new Namespace(V5.id(), NameHash.SHA_256);

    private static final List<String> USERS = List.of(
            USER,
            upper(USER),
            "user123",
            "USER123",
            "!",
            "~",
            "auth0|5f7c8ec7a1b2c3d4e5f60718",
            "us-east-1:0b2f9a52-77aa-4c1e-9d3b-2f7a54c0e9ab",
            "US-EAST-1:0B2F9A52-77AA-4C1E-9D3B-2F7A54C0E9AB",
            "a+b@example.org",
            "a:b:c",
            ":",
            "quote\"and\\backslash",
            "{" + USER + "}",
            "urn:uuid:" + upper(USER),
            "0-0-0-0-0",
            "A5BB9BD1-3A0E-4B8C-9C53-0F62BBF0A3FG",
            "A5BB9BD13A0E-4B8C-9C53-0F62BBF0A3F1-",
            "A5BB9BD13A0E4B8C9C530F62BBF0A3F1",
            "00000000-0000-0000-0000-000000000000",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
            "someone:" + SHA,
            "x".repeat(255),
            "x".repeat(256));
    private static final List<String> WORDS =
            List.of("markdown-simple", "Markdown-Simple", "1", "0", ".", "_", "-", "v1.2.3", "a".repeat(64), "Z");
    private static final long[] ORDINALS = {
        0, 1, 9, 10, 99, 100, 999, 1000, 65535, 65536, 999999999, 1000000000, Integer.MAX_VALUE
    };
    private static final List<String> NOT_UUIDS = List.of(
            "",
            "0-0-0-0-0",
            "{" + DOCUMENT + "}",
            "urn:uuid:" + DOCUMENT,
            DOCUMENT.replace("-", ""),
            DOCUMENT + "0",
            DOCUMENT.substring(1),
            DOCUMENT.replace('f', 'g'),
            DOCUMENT.replace('-', '_'),
            " " + DOCUMENT.substring(1),
            DOCUMENT.replace('7', '\uff17'),
            DOCUMENT.replace('5', '\u0135'));

    private VectorInputs() {}

    static List<VectorRow> rows() {
        List<VectorRow> rows = new ArrayList<>();
        legalByHand(rows);
        legalAtRandom(rows, new Random(9562));
        refusedDocuments(rows);
        refusedChunks(rows);
        NOT_UUIDS.forEach(text -> rows.add(VectorRow.refusedNamespace(text)));
        return rows;
    }

    private static void legalByHand(List<VectorRow> rows) {
        for (String user : USERS) {
            rows.add(VectorRow.document(V5, user, SHA));
        }
        rows.add(VectorRow.document(V5, USER, upper(SHA)));
        rows.add(VectorRow.document(V5, "user123", upper(SHA)));
        rows.add(VectorRow.document(V5, "user123", "0".repeat(64)));
        rows.add(VectorRow.document(V5, "user123", "F".repeat(64)));
        for (String user : USERS.subList(0, 8)) {
            rows.add(VectorRow.document(V8, user, SHA));
        }
        for (long ordinal : ORDINALS) {
            rows.add(VectorRow.chunk(V5, DOCUMENT, "markdown-simple", "1", ordinal));
        }
        for (String word : WORDS) {
            rows.add(VectorRow.chunk(V5, upper(DOCUMENT), word, "1", 7));
            rows.add(VectorRow.chunk(V5, DOCUMENT, "markdown-simple", word, 7));
        }
        rows.add(VectorRow.chunk(V5, DOCUMENT, "a".repeat(64), "b".repeat(64), Integer.MAX_VALUE));
        rows.add(VectorRow.chunk(V8, DOCUMENT, "markdown-simple", "1", 0));
        rows.add(VectorRow.chunk(V8, DOCUMENT, "markdown-simple", "1", Integer.MAX_VALUE));
        for (NameHash hash : NameHash.values()) {
            Namespace dns = Namespace.of("6ba7b810-9dad-11d1-80b4-00c04fd430c8", hash);
            rows.add(VectorRow.plain(dns, "www.example.com"));
            rows.add(VectorRow.plain(dns, ""));
            rows.add(VectorRow.plain(dns, "Zo\u00eb \u540d \ud83d\udcc4"));
            rows.add(VectorRow.plain(dns, "n".repeat(1000)));
        }
    }

    private static void legalAtRandom(List<VectorRow> rows, Random random) {
        for (int at = 0; at < 40; at++) {
            NameHash hash = at % 4 == 3 ? NameHash.SHA_256 : NameHash.SHA_1;
            Namespace namespace = at % 2 == 0
                    ? new Namespace(V5.id(), hash)
                    : new Namespace(new UUID(random.nextLong(), random.nextLong()), hash);
            String user = characters(random, '!', '~', 1 + random.nextInt(at % 5 == 0 ? 256 : 24));
            String sha = hexDigits(random, at % 3);
            rows.add(VectorRow.document(namespace, user, sha));
            rows.add(VectorRow.chunk(
                    namespace,
                    new UUID(random.nextLong(), random.nextLong()).toString(),
                    characters(random, 'A', 'Z', 1 + random.nextInt(20)),
                    random.nextInt(10) + "." + random.nextInt(100),
                    random.nextInt(Integer.MAX_VALUE)));
        }
    }

    private static void refusedDocuments(List<VectorRow> rows) {
        List<@Nullable String> users = Arrays.asList(
                null,
                "",
                " ",
                " user123",
                "user123 ",
                "user 123",
                "user\t123",
                "user123\n",
                "\u0000",
                "user\u007f",
                "us\u00e9r",
                "\u00a0",
                "\u0175ser123",
                "\uff55ser123",
                "\ud83d\udcc4",
                "\ud83d",
                USER.replace('a', '\u0161'),
                "x".repeat(257));
        users.forEach(user -> rows.add(VectorRow.document(V5, user, SHA)));
        List<@Nullable String> hashes = Arrays.asList(
                null,
                "",
                SHA.substring(1),
                SHA + "0",
                SHA.replace('f', 'g'),
                SHA.replace('f', '/'),
                SHA.replace('f', ':'),
                SHA.replace('f', '@'),
                SHA.replace('f', '`'),
                SHA.replace('f', '\u0016'),
                "0x" + SHA.substring(2),
                SHA.substring(1) + " ",
                SHA.substring(1) + "\n",
                SHA.replace('4', '\uff14'),
                SHA.replace('f', '\u0166'),
                SHA.replace('f', '\u00e6'),
                DOCUMENT);
        hashes.forEach(hash -> rows.add(VectorRow.document(V5, "user123", hash)));
        rows.add(VectorRow.document(V5, null, null));
        rows.add(VectorRow.document(V8, "two words", "not a hash"));
    }

    private static void refusedChunks(List<VectorRow> rows) {
        rows.add(VectorRow.chunk(V5, null, "markdown-simple", "1", 0));
        NOT_UUIDS.forEach(text -> rows.add(VectorRow.chunk(V5, text, "markdown-simple", "1", 0)));
        List<@Nullable String> words = Arrays.asList(
                null, "", "a".repeat(65), "a b", "a:b", "a/b", "a+b", "1 ", "\n", "\u00e9", "\u0161", "\uff11");
        for (@Nullable String word : words) {
            rows.add(VectorRow.chunk(V5, DOCUMENT, word, "1", 0));
            rows.add(VectorRow.chunk(V5, DOCUMENT, "markdown-simple", word, 0));
        }
        for (long ordinal :
                new long[] {-1, Integer.MIN_VALUE, 2147483648L, 4294967296L, Long.MIN_VALUE, Long.MAX_VALUE}) {
            rows.add(VectorRow.chunk(V5, DOCUMENT, "markdown-simple", "1", ordinal));
        }
        rows.add(VectorRow.chunk(V8, "0-0-0-0-0", "a:b", "", -1));
    }

    private static String characters(Random random, char first, char last, int length) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < length; at++) {
            text.append((char) (first + random.nextInt(last - first + 1)));
        }
        return text.toString();
    }

    private static String hexDigits(Random random, int letterCase) {
        StringBuilder digits = new StringBuilder();
        for (int at = 0; at < 64; at++) {
            char digit = Character.forDigit(random.nextInt(16), 16);
            boolean raised = letterCase == 1 || (letterCase == 2 && random.nextBoolean());
            digits.append(raised ? Character.toUpperCase(digit) : digit);
        }
        return digits.toString();
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
