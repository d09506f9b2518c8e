// SPDX-License-Identifier: Apache-2.0
/** Skeleton. */
@NullMarked
package io.truename.identity;

import org.jspecify.annotations.NullMarked;
