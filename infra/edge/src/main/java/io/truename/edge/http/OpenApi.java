// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** Handler of {@code GET /openapi.json}: serves a function's own description. */
public final class OpenApi {
    private OpenApi() {}

    /**
     * Creates a handler that serves {@code openapi.json}.
     *
     * @param beside a class in the package that holds the file
     */
    public static EdgeHandler beside(Class<?> beside) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream("openapi.json"))) {
            byte[] document = in.readAllBytes();
            return request -> EdgeResponse.json(document, Map.of());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
