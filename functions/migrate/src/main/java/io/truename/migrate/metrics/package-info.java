// SPDX-License-Identifier: Apache-2.0
/** Metrics of runs and of their database. Read {@link io.truename.migrate.metrics.MigrateMetrics} first. */
@NullMarked
package io.truename.migrate.metrics;

import org.jspecify.annotations.NullMarked;
