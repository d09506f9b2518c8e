// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

/** Handler of the requests of one route. An exception counts as a fault of Truename and becomes a 500 without details. */
@FunctionalInterface
public interface EdgeHandler {
    EdgeResponse handle(EdgeRequest request);
}
