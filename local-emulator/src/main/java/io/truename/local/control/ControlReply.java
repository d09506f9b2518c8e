// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import java.util.Map;

/**
 * Response to a command. Jackson serializes {@code body} to JSON.
 *
 * @param isProblem whether the body is a problem document (RFC 9457)
 */
public record ControlReply(int status, Object body, boolean isProblem) {
    public ControlReply(int status, Object body) {
        this(status, body, false);
    }

    public static ControlReply ok(Object body) {
        return new ControlReply(200, body);
    }

    public static ControlReply accepted() {
        return new ControlReply(202, Map.of());
    }
}
