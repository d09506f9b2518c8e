// SPDX-License-Identifier: Apache-2.0
/**
 * Queries of Cloud Monitoring: filters, aligners, reducers. Read
 * {@link io.truename.alerting.query.QueryEngine} first, then
 * {@link io.truename.alerting.query.AlignerRule} and {@link io.truename.alerting.query.ReducerRule}, the tables.
 */
@NullMarked
package io.truename.alerting.query;

import org.jspecify.annotations.NullMarked;
