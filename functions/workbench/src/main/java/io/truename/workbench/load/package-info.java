// SPDX-License-Identifier: Apache-2.0
/**
 * An application that reads and writes while its corpus migrates and goes back. Read
 * {@link io.truename.workbench.load.LiveLoad} first.
 */
@NullMarked
package io.truename.workbench.load;

import org.jspecify.annotations.NullMarked;
