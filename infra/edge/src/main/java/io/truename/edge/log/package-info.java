// SPDX-License-Identifier: Apache-2.0
/**
 * Structured log lines for Cloud Logging. Read {@link io.truename.edge.log.EventLog} first.
 */
@NullMarked
package io.truename.edge.log;

import org.jspecify.annotations.NullMarked;
