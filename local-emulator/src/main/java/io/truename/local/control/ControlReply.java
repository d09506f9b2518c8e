// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import java.util.Map;

/** The answer to a command: {@code body} is turned into JSON as it is. */
public record ControlReply(int status, Object body) {
    public static ControlReply ok(Object body) {
        return new ControlReply(200, body);
    }

    public static ControlReply accepted() {
        return new ControlReply(202, Map.of());
    }
}
