// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import java.util.Map;

/** Response to a command. Jackson serializes {@code body} to JSON. */
public record ControlReply(int status, Object body) {
    public static ControlReply ok(Object body) {
        return new ControlReply(200, body);
    }

    public static ControlReply accepted() {
        return new ControlReply(202, Map.of());
    }
}
