// SPDX-License-Identifier: Apache-2.0
/** A migration and its states. Read {@link io.truename.rekeying.run.Transitions} first. */
@NullMarked
package io.truename.rekeying.run;

import org.jspecify.annotations.NullMarked;
