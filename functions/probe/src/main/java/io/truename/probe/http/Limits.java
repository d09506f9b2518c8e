// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.edge.http.QueryParameters;

/** Size of pages. */
final class Limits {
    /** Parameters of every list. */
    static final String PAGED = "limit, after";

    private static final int USUAL = 50;
    private static final int MOST = 200;

    private Limits() {}

    /** The parameter {@code limit}: 50 if it is absent, at most 200. */
    static int of(QueryParameters query) {
        return query.whole("limit", 1, MOST).orElse((long) USUAL).intValue();
    }
}
