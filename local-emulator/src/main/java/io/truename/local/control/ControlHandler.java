// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

/** Carries out one command. */
@FunctionalInterface
public interface ControlHandler {
    /**
     * Carries out the command.
     *
     * @throws ControlException for everything that is the caller's to mend
     */
    ControlReply handle(ControlRequest request) throws Exception;
}
