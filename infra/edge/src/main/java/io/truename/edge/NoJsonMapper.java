// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import java.lang.reflect.Type;
import org.springframework.cloud.function.json.JsonMapper;

/**
 * Stands where the adapter wants a mapper. Requests reach a function as they came, so nothing is ever mapped, and a cold
 * instance does not pay for a mapper it never uses.
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
