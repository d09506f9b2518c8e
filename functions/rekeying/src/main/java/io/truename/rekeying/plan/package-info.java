// SPDX-License-Identifier: Apache-2.0
/** Planning rules that need no database: priority, row estimates, backup proof. Read {@link io.truename.rekeying.plan.Priority} first. */
@NullMarked
package io.truename.rekeying.plan;

import org.jspecify.annotations.NullMarked;
