// SPDX-License-Identifier: Apache-2.0
/**
 * Scans of a corpus: read only, in slices that any instance can continue. Read {@link
 * io.truename.postgres.probing.scan.ScanStep} first, then {@link io.truename.postgres.probing.scan.PageReader}.
 */
@NullMarked
package io.truename.postgres.probing.scan;

import org.jspecify.annotations.NullMarked;
