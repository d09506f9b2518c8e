// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import java.lang.reflect.Type;
import org.springframework.cloud.function.json.JsonMapper;

/**
 * Placeholder for the JSON mapper that the adapter requires. The edge never maps a request, so a cold instance need not load
 * a mapper.
 */
final class NoJsonMapper extends JsonMapper {
    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the adapter's signature
    protected <T> T doFromJson(Object json, Type type) {
        throw new UnsupportedOperationException("Functions read JSON themselves");
    }

    @Override
    public String toString(Object value) {
        throw new UnsupportedOperationException("Functions write JSON themselves");
    }
}
