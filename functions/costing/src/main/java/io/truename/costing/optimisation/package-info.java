// SPDX-License-Identifier: Apache-2.0
/** Ways to lower a bill, ranked, and followed up. Read {@link io.truename.costing.optimisation.Optimisation} first. */
@NullMarked
package io.truename.costing.optimisation;

import org.jspecify.annotations.NullMarked;
