// SPDX-License-Identifier: Apache-2.0
/**
 * Measures and generates what the other modules quote; never deployed. Read {@link io.truename.workbench.Workbench} first: it
 * lists the commands.
 */
@NullMarked
package io.truename.workbench;

import org.jspecify.annotations.NullMarked;
