// SPDX-License-Identifier: Apache-2.0

/** Faults that are planted into clean corpora, to see whether scans find them; begin with {@link SeededFaults}. */
@NullMarked
package io.truename.workbench.seeded;

import org.jspecify.annotations.NullMarked;
