// SPDX-License-Identifier: Apache-2.0
/** Sections of the reports on a corpus or a run. Read {@link io.truename.reporting.Report} first. */
@NullMarked
package io.truename.rekeying.report;

import org.jspecify.annotations.NullMarked;
