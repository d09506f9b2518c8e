// SPDX-License-Identifier: Apache-2.0
/**
 * Events of stages in PostgreSQL, added up by document. Read {@link io.truename.postgres.probing.stage.StageEventIntake} first, then
 * {@code V14__stage_events.sql} and {@code V28__stage_attempts.sql}.
 */
@NullMarked
package io.truename.postgres.probing.stage;

import org.jspecify.annotations.NullMarked;
