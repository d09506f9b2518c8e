// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One command.
 *
 * @param path the values of the route's {@code {names}}, decoded
 * @param query the query's parameters, decoded; the last one wins
 * @param body the JSON body; a missing node when there was none
 */
public record ControlRequest(Map<String, String> path, Map<String, String> query, JsonNode body) {
    /** The value of a {@code {name}} of the route. */
    public String require(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no {" + name + "}");
        }
        return value;
    }
}
