// SPDX-License-Identifier: Apache-2.0
/**
 * Incidents that are put onto values which had none. Read {@link io.truename.tuning.inject.IncidentKind} first.
 */
@NullMarked
package io.truename.tuning.inject;

import org.jspecify.annotations.NullMarked;
