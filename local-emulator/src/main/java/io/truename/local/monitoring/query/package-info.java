// SPDX-License-Identifier: Apache-2.0
/**
 * Queries of Cloud Monitoring: filters, aligners, reducers. Pure, but for reading the store. Read
 * {@link io.truename.local.monitoring.query.QueryEngine} first, then
 * {@link io.truename.local.monitoring.query.AlignerRule} and {@link io.truename.local.monitoring.query.ReducerRule}, the tables.
 */
@NullMarked
package io.truename.local.monitoring.query;

import org.jspecify.annotations.NullMarked;
