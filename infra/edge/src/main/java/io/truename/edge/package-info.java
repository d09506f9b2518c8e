// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP and event runtime of functions, between the functions framework and a function's own code. Read {@link
 * io.truename.edge.EdgeFunction} first.
 */
@NullMarked
package io.truename.edge;

import org.jspecify.annotations.NullMarked;
