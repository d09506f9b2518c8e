// SPDX-License-Identifier: Apache-2.0
/**
 * Store of Cloud Monitoring on one machine: descriptors, and time series in compressed blocks that become coarser with age.
 * Without sockets, threads or a clock; knows none of the API's rules. Read
 * {@link io.truename.local.monitoring.store.MetricStore} first.
 */
@NullMarked
package io.truename.local.monitoring.store;

import org.jspecify.annotations.NullMarked;
