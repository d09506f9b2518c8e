// SPDX-License-Identifier: Apache-2.0
/**
 * The catalog's alert policies, evaluated over the local Monitoring: incidents, silences, messages, objectives. Read
 * {@link io.truename.local.alerting.LocalAlerting} first.
 */
@NullMarked
package io.truename.local.alerting;

import org.jspecify.annotations.NullMarked;
