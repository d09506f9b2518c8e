// SPDX-License-Identifier: Apache-2.0
/**
 * Alert policies and service level objectives of the catalog. Read {@link io.truename.observability.policy.AlertPolicies} first.
 */
@NullMarked
package io.truename.observability.policy;

import org.jspecify.annotations.NullMarked;
