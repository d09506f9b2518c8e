// SPDX-License-Identifier: Apache-2.0
/**
 * Health of the production: score, checks of endpoints, backlog, backups and connections, and where reports go. Read {@link
 * io.truename.probe.health.ProductionHealth} first.
 */
@NullMarked
package io.truename.probe.health;

import org.jspecify.annotations.NullMarked;
