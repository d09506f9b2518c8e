// SPDX-License-Identifier: Apache-2.0
/** Skeleton. */
@NullMarked
package io.truename.generate;

import org.jspecify.annotations.NullMarked;
