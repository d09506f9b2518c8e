// SPDX-License-Identifier: Apache-2.0
/** Incidents: history, correlation, verdicts, and the accuracy of live alerts. Read {@link io.truename.tune.incident.Incidents} first. */
@NullMarked
package io.truename.tune.incident;

import org.jspecify.annotations.NullMarked;
