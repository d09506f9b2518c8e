// SPDX-License-Identifier: Apache-2.0
/**
 * Simulation of batch sizing rules on simulated databases. Read {@link io.truename.workbench.convergence.Simulation} first.
 */
@NullMarked
package io.truename.workbench.convergence;

import org.jspecify.annotations.NullMarked;
