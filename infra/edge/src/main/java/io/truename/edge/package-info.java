// SPDX-License-Identifier: Apache-2.0
/** Skeleton. */
@NullMarked
package io.truename.edge;

import org.jspecify.annotations.NullMarked;
