// SPDX-License-Identifier: Apache-2.0
/**
 * Inputs of the health score from schema truename, and the history of reports. Read {@link
 * io.truename.postgres.probing.score.HealthHistory} first.
 */
@NullMarked
package io.truename.postgres.probing.score;

import org.jspecify.annotations.NullMarked;
