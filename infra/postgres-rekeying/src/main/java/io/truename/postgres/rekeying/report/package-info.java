// SPDX-License-Identifier: Apache-2.0
/** Reports of runs, read from our tables. Read {@link io.truename.postgres.rekeying.report.RunReportReader} first. */
@NullMarked
package io.truename.postgres.rekeying.report;

import org.jspecify.annotations.NullMarked;
