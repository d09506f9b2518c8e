// SPDX-License-Identifier: Apache-2.0
/** States, transitions and progress of a migration run. Read {@link io.truename.rekeying.run.Transitions} first. */
@NullMarked
package io.truename.rekeying.run;

import org.jspecify.annotations.NullMarked;
