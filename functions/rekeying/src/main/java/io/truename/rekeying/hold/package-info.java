// SPDX-License-Identifier: Apache-2.0
/** Rules that decide when a run holds. Read {@link io.truename.rekeying.hold.HoldRules} first. */
@NullMarked
package io.truename.rekeying.hold;

import org.jspecify.annotations.NullMarked;
