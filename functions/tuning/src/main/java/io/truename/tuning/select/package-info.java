// SPDX-License-Identifier: Apache-2.0
/**
 * Chooses among candidates on the past alone. Read {@link io.truename.tuning.select.Tuned} first.
 */
@NullMarked
package io.truename.tuning.select;

import org.jspecify.annotations.NullMarked;
