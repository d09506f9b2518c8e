// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Request to the control API.
 *
 * @param path the decoded values of the route's {@code {names}}
 * @param query the decoded query parameters; of a repeated parameter, the last value
 * @param body the JSON body; a missing node if the request had none
 */
public record ControlRequest(Map<String, String> path, Map<String, String> query, JsonNode body) {
    /** Returns the value of a {@code {name}} of the route. */
    public String require(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no {" + name + "}");
        }
        return value;
    }
}
