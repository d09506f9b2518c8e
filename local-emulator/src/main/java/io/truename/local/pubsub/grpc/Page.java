// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import io.truename.local.pubsub.broker.PubSubException;
import java.util.List;

/** Page of a list response; {@code nextToken} is empty on the last page. */
record Page<T>(List<T> items, String nextToken) {
    static <T> Page<T> of(List<T> all, int size, String token) {
        int from;
        try {
            from = token.isEmpty() ? 0 : Integer.parseInt(token);
        } catch (NumberFormatException foreign) {
            from = -1;
        }
        if (from < 0 || size < 0) {
            throw new PubSubException(
                    PubSubException.Reason.INVALID_ARGUMENT, "page_token or page_size is not one of this list.");
        }
        int start = Math.min(from, all.size());
        int end = size == 0 ? all.size() : Math.min(all.size(), start + size);
        return new Page<>(List.copyOf(all.subList(start, end)), end < all.size() ? Integer.toString(end) : "");
    }

    /** Returns the project of {@code projects/{project}}. */
    static String project(String path) {
        if (!path.matches("projects/[^/]+")) {
            throw new PubSubException(
                    PubSubException.Reason.INVALID_ARGUMENT,
                    "The project \"" + path + "\" must read projects/{project}.");
        }
        return path.substring("projects/".length());
    }
}
