// SPDX-License-Identifier: Apache-2.0
/** What a plan decides without a database. Read {@link io.truename.rekeying.plan.Priority} first. */
@NullMarked
package io.truename.rekeying.plan;

import org.jspecify.annotations.NullMarked;
