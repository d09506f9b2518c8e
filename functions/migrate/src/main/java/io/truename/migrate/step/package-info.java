// SPDX-License-Identifier: Apache-2.0
/** Execution of the steps of a run. Read {@link io.truename.migrate.step.Steps} first. */
@NullMarked
package io.truename.migrate.step;

import org.jspecify.annotations.NullMarked;
