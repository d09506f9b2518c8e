// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

/** Handler of a route that persons and messages use. An exception is a fault of ours: 500, so a message comes again. */
@FunctionalInterface
public interface MessageHandler {
    /** Carries out the call; {@link EdgeRequest#message} says whether a message asks for it. Idempotent. */
    Outcome handle(EdgeRequest request);
}
