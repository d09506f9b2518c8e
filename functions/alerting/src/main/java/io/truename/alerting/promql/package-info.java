// SPDX-License-Identifier: Apache-2.0
/**
 * PromQL, the subset that alert policies use, over series of Cloud Monitoring. Read
 * {@link io.truename.alerting.promql.PromqlEngine} first.
 */
@NullMarked
package io.truename.alerting.promql;

import org.jspecify.annotations.NullMarked;
