// SPDX-License-Identifier: Apache-2.0
/** Planning of a run. Read {@link io.truename.postgres.rekeying.plan.Planner} first. */
@NullMarked
package io.truename.postgres.rekeying.plan;

import org.jspecify.annotations.NullMarked;
