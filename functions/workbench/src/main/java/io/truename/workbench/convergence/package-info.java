// SPDX-License-Identifier: Apache-2.0
/** Batch sizes on simulated databases. Read {@link io.truename.workbench.convergence.Simulation} first. */
@NullMarked
package io.truename.workbench.convergence;

import org.jspecify.annotations.NullMarked;
