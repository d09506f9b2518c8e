// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Request of a client.
 *
 * @param segments of the path, decoded
 * @param url of this server as the client addressed it, without a slash at the end
 * @param headers value of a header by name
 */
record StorageRequest(
        String method,
        List<String> segments,
        StorageQuery query,
        String url,
        Function<String, Optional<String>> headers,
        InputStream body) {
    /** Splits a path before it decodes the parts: a name may have a slash in it, encoded. */
    static List<String> segments(String path) {
        return Arrays.stream(path.substring(1).split("/", -1))
                .map(StorageRequest::decoded)
                .toList();
    }

    private static String decoded(String segment) {
        String text;
        try {
            text = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw StorageError.invalid("The path is not URL-encoded UTF-8.");
        }
        if (text.contains("\uFFFD") && !segment.contains("%EF%BF%BD")) {
            throw StorageError.invalid("The path is not URL-encoded UTF-8.");
        }
        return text;
    }

    Optional<String> header(String name) {
        return headers.apply(name);
    }

    /** Whether the path is one of that form, where * is any segment. */
    boolean is(String verb, String... form) {
        if (!method.equals(verb) || form.length != segments.size()) {
            return false;
        }
        for (int at = 0; at < form.length; at++) {
            if (!form[at].equals("*") && !form[at].equals(segments.get(at))) {
                return false;
            }
        }
        return true;
    }
}
