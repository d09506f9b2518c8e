// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

/** Client error of the control API: a command that cannot run as sent. The message says why and what to send instead. */
public final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    private ControlException(int status, String message) {
        super(message);
        this.status = status;
    }

    public static ControlException badRequest(String message) {
        return new ControlException(400, message);
    }

    public static ControlException notFound(String message) {
        return new ControlException(404, message);
    }

    public static ControlException conflict(String message) {
        return new ControlException(409, message);
    }

    /** Returns the HTTP status, 400 to 499. */
    public int status() {
        return status;
    }
}
