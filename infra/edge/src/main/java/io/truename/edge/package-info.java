// SPDX-License-Identifier: Apache-2.0
/**
 * Between the functions framework and a function's own code: requests and responses as values, routes, problems, one log
 * line each. Read {@link io.truename.edge.EdgeFunction} first.
 */
@NullMarked
package io.truename.edge;

import org.jspecify.annotations.NullMarked;
