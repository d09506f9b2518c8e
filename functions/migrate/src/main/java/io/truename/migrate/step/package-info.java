// SPDX-License-Identifier: Apache-2.0
/** What a step of a run does. Read {@link io.truename.migrate.step.Steps} first. */
@NullMarked
package io.truename.migrate.step;

import org.jspecify.annotations.NullMarked;
