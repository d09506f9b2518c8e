// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

/** Handler of one command of the control API. */
@FunctionalInterface
public interface ControlHandler {
    /**
     * Runs the command.
     *
     * @throws ControlException for every error that the caller can correct
     */
    ControlReply handle(ControlRequest request) throws Exception;
}
