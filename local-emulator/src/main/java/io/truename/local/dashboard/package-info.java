// SPDX-License-Identifier: Apache-2.0
/** Dashboards of the catalog for the console. Read {@link io.truename.local.dashboard.DashboardsApi} first. */
@NullMarked
package io.truename.local.dashboard;

import org.jspecify.annotations.NullMarked;
