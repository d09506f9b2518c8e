// SPDX-License-Identifier: Apache-2.0
/**
 * Report on the health of the production: the score, checks of its surroundings, and changes since the last report. Read {@link
 * io.truename.probing.health.HealthReport} first.
 */
@NullMarked
package io.truename.probing.health;

import org.jspecify.annotations.NullMarked;
