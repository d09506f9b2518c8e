// SPDX-License-Identifier: Apache-2.0
/**
 * Alert policies of Cloud Monitoring, evaluated over time series. Read {@link io.truename.alerting.policy.PolicyEvaluator}
 * first, then {@link io.truename.alerting.policy.PolicyCheck}, the rules that refuse a policy.
 */
@NullMarked
package io.truename.alerting.policy;

import org.jspecify.annotations.NullMarked;
