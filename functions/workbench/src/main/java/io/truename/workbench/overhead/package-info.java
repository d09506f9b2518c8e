// SPDX-License-Identifier: Apache-2.0
/**
 * Cost of log lines and metrics: processor time, latency, bytes, points and money. Read {@link
 * io.truename.workbench.overhead.RequestOverhead} first.
 */
@NullMarked
package io.truename.workbench.overhead;

import org.jspecify.annotations.NullMarked;
