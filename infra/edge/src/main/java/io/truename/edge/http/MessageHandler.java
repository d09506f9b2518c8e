// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

/**
 * Handler of a route for HTTP callers and messages. An exception counts as a fault of Truename: 500, so a message is
 * redelivered.
 */
@FunctionalInterface
public interface MessageHandler {
    /** Handles the call; {@link EdgeRequest#message} is present if a message made it. Must be idempotent. */
    Outcome handle(EdgeRequest request);
}
