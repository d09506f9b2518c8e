// SPDX-License-Identifier: Apache-2.0
/** How large a batch is. Read {@link io.truename.rekeying.sizing.BatchSizer} first. */
@NullMarked
package io.truename.rekeying.sizing;

import org.jspecify.annotations.NullMarked;
