// SPDX-License-Identifier: Apache-2.0
/** Benchmark of known look-ups. Read {@link io.truename.workbench.known.KnownBenchmark} first. */
@NullMarked
package io.truename.workbench.known;

import org.jspecify.annotations.NullMarked;
