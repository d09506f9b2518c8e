// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP as values: requests, responses, routes and RFC 9457 problems. Read {@link io.truename.edge.http.Routes} first.
 */
@NullMarked
package io.truename.edge.http;

import org.jspecify.annotations.NullMarked;
