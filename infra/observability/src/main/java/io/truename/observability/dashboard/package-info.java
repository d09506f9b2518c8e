// SPDX-License-Identifier: Apache-2.0
/** The catalog's dashboards as messages of Cloud Monitoring's API. Read {@link io.truename.observability.dashboard.Dashboards} first. */
@org.jspecify.annotations.NullMarked
package io.truename.observability.dashboard;
