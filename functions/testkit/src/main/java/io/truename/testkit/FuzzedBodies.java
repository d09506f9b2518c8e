// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Bodies, from right to hopeless. Every value that a user would own contains {@link #SECRET}. */
final class FuzzedBodies {
    /** Must never be seen again, neither in an answer nor in a log. */
    static final String SECRET = "zq7secret";

    private static final String[] KINDS = {"document", "chunk", "job", "Document", "", SECRET, "\\u0000"};
    private static final String[] FIELDS = {
        "kind",
        "userId",
        "fileSha256",
        "documentId",
        "chunker",
        "chunkerVersion",
        "ordinal",
        "id",
        "items",
        "x",
        "",
        "~/"
    };
    private static final String[] NUMBERS = {
        "0", "-0", "1", "-1", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "1e5", "1E400",
        "0.1", "01", "1.", ".5", "+1", "NaN", "-Infinity", "0x10", "1e99999999999", "123456789012345678901234567890"
    };
    private static final Charset[] CHARSETS = {
        StandardCharsets.UTF_16,
        StandardCharsets.UTF_16LE,
        StandardCharsets.ISO_8859_1,
        Charset.forName("UTF-32"),
        Charset.forName("UTF-32LE")
    };

    private final Random random;

    FuzzedBodies(Random random) {
        this.random = random;
    }

    byte[] next() {
        return switch (random.nextInt(16)) {
            case 0, 1 -> utf8(batch());
            case 2 -> utf8(item());
            case 3, 4, 5 -> mutated(utf8(batch()));
            case 6 -> truncated(utf8(batch()));
            case 7 -> utf8(nested());
            case 8 -> utf8("{\"items\":[{\"kind\":\"chunk\",\"ordinal\":" + number() + "}]}");
            case 9 -> utf8(value(5));
            case 10 -> noise();
            case 11 -> batch().getBytes(CHARSETS[random.nextInt(CHARSETS.length)]);
            case 12 -> utf8(envelope());
            case 13 -> gzipped(utf8(batch()));
            case 14 -> utf8(multipart());
            default -> utf8(odd());
        };
    }

    private String batch() {
        StringBuilder items = new StringBuilder("{\"items\":[");
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            items.append(i == 0 ? "" : ",").append(item());
        }
        return items.append("]}").toString();
    }

    private String item() {
        return switch (random.nextInt(6)) {
            case 0 ->
                "{\"kind\":\"document\",\"userId\":\"" + SECRET + random.nextInt(9) + "\",\"fileSha256\":\"" + hex(64)
                        + "\"}";
            case 1 ->
                "{\"kind\":\"chunk\",\"documentId\":\"" + uuid() + "\",\"chunker\":\"" + SECRET
                        + "\",\"chunkerVersion\":\"1\",\"ordinal\":" + number() + "}";
            case 2 -> "{\"kind\":\"job\"}";
            case 3 ->
                "{\"kind\":\"document\",\"id\":\"" + uuid() + "\",\"userId\":\"" + SECRET + "\",\"fileSha256\":\""
                        + hex(63 + random.nextInt(3)) + "\"}";
            default -> anyItem();
        };
    }

    private String anyItem() {
        StringBuilder item = new StringBuilder("{");
        int count = random.nextInt(10);
        for (int i = 0; i < count; i++) {
            item.append(i == 0 ? "\"" : ",\"")
                    .append(FIELDS[random.nextInt(FIELDS.length)])
                    .append("\":");
            item.append(random.nextInt(4) == 0 ? "\"" + KINDS[random.nextInt(KINDS.length)] + "\"" : value(2));
        }
        return item.append('}').toString();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> number();
            case 3 -> "\"" + SECRET + "\\ud800\\u0000\\n" + "\"";
            case 4 -> "\"" + SECRET + "x".repeat(random.nextInt(400)) + "\"";
            case 5 -> "\"" + uuid() + "\"";
            case 6 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
            default -> "{\"" + FIELDS[random.nextInt(FIELDS.length)] + "\":" + value(depth - 1) + "}";
        };
    }

    private String number() {
        return random.nextInt(30) == 0
                ? "9".repeat(1 + random.nextInt(2_000))
                : NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private String nested() {
        int depth = 1 << random.nextInt(15);
        return switch (random.nextInt(4)) {
            case 0 -> "[".repeat(depth);
            case 1 -> "{\"items\":".repeat(depth);
            case 2 -> "{\"items\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
            default -> "{\"items\":[{\"kind\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "}]}";
        };
    }

    private String envelope() {
        String data = random.nextInt(4) == 0
                ? "!" + SECRET
                : Base64.getEncoder().encodeToString(utf8(random.nextBoolean() ? batch() : SECRET));
        String attributes = random.nextBoolean() ? "{\"k\":\"" + SECRET + "\"}" : value(3);
        return "{\"message\":{\"data\":\"" + data + "\",\"attributes\":" + attributes + ",\"messageId\":"
                + (random.nextBoolean() ? "\"" + random.nextInt(1_000_000) + "\"" : value(1))
                + "},\"subscription\":\"projects/p/subscriptions/" + SECRET + "\",\"deliveryAttempt\":" + number()
                + "}";
    }

    private String multipart() {
        return "--x\r\nContent-Disposition: form-data; name=\"" + SECRET + "\""
                + (random.nextBoolean() ? "; filename=\"f\"" : "") + "\r\n\r\n" + batch() + "\r\n--x"
                + (random.nextBoolean() ? "--\r\n" : "");
    }

    private String odd() {
        return switch (random.nextInt(9)) {
            case 0 -> "";
            case 1 -> " \n\t";
            case 2 -> item() + item();
            case 3 -> "\uFEFF" + batch();
            case 4 -> "{\"items\":[],\"items\":[]}";
            case 5 -> "{\"" + "n".repeat(random.nextInt(3_000)) + "\":1}";
            case 6 -> "{\"\\ud83d" + (random.nextBoolean() ? "\\ude00" : "") + "\":\"" + SECRET + "\"}";
            case 7 -> "{" + "\"a\":1,".repeat(random.nextInt(5_000)) + "\"a\":1}";
            default -> "{\"items\":[" + "0,".repeat(random.nextInt(12_000)) + "0]}";
        };
    }

    private byte[] mutated(byte[] body) {
        byte[] mutant = body.clone();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] = (byte) random.nextInt(256);
                case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutant[at] = mutant[random.nextInt(mutant.length)];
                default -> {
                    int length = random.nextInt(Math.min(20, mutant.length - at));
                    System.arraycopy(mutant, random.nextInt(mutant.length - length), mutant, at, length);
                }
            }
        }
        return mutant;
    }

    private byte[] truncated(byte[] body) {
        return Arrays.copyOf(body, random.nextInt(body.length));
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] gzipped(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private String hex(int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            text.append("0123456789abcdefABCDEF".charAt(random.nextInt(22)));
        }
        return text.toString();
    }

    private String uuid() {
        return hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
