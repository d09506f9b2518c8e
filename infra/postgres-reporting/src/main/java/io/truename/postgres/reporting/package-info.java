// SPDX-License-Identifier: Apache-2.0
/** Stores of {@code report} in schema {@code truename}. Read {@link io.truename.postgres.reporting.ReportStore} first. */
@NullMarked
package io.truename.postgres.reporting;

import org.jspecify.annotations.NullMarked;
