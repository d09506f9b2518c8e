// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

/** Answers the requests of one route. What a handler throws is a fault of ours and becomes a bare 500. */
@FunctionalInterface
public interface EdgeHandler {
    EdgeResponse handle(EdgeRequest request);
}
