// SPDX-License-Identifier: Apache-2.0
/**
 * Cloud Monitoring's metric service on one machine. Read {@link io.truename.local.monitoring.LocalMonitoring} first.
 */
@NullMarked
package io.truename.local.monitoring;

import org.jspecify.annotations.NullMarked;
