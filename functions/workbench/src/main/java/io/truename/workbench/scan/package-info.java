// SPDX-License-Identifier: Apache-2.0
/** Benchmark of full scans against {@code COPY}. Read {@link io.truename.workbench.scan.ScanRatio} first. */
@NullMarked
package io.truename.workbench.scan;

import org.jspecify.annotations.NullMarked;
