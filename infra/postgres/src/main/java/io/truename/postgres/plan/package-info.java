// SPDX-License-Identifier: Apache-2.0
/** Writes the plan of a run. Read {@link io.truename.postgres.plan.Planner} first. */
@NullMarked
package io.truename.postgres.plan;

import org.jspecify.annotations.NullMarked;
