// SPDX-License-Identifier: Apache-2.0
/** What a run has left in our tables, as a report. Read {@link io.truename.postgres.rekeying.report.RunReportReader} first. */
@NullMarked
package io.truename.postgres.rekeying.report;

import org.jspecify.annotations.NullMarked;
