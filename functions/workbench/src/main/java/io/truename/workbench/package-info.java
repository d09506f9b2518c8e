// SPDX-License-Identifier: Apache-2.0
/** Skeleton. */
@NullMarked
package io.truename.workbench;

import org.jspecify.annotations.NullMarked;
