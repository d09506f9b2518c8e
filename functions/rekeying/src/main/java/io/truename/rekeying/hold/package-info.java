// SPDX-License-Identifier: Apache-2.0
/** When a run waits for its database. Read {@link io.truename.rekeying.hold.HoldRules} first. */
@NullMarked
package io.truename.rekeying.hold;

import org.jspecify.annotations.NullMarked;
