// SPDX-License-Identifier: Apache-2.0
/** Calls of other functions. */
@NullMarked
package io.truename.edge.call;

import org.jspecify.annotations.NullMarked;
