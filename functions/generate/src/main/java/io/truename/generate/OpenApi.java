// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.edge.http.EdgeHandler;
import io.truename.edge.http.EdgeResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** {@code GET /openapi.json}: the description of this interface, a file beside this class. */
final class OpenApi {
    private OpenApi() {}

    static EdgeHandler load() {
        try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.json"))) {
            byte[] document = in.readAllBytes();
            return request -> EdgeResponse.json(document, Map.of());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
