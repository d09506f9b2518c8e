// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

/**
 * Reason to refuse a notification.
 *
 * @param field path of the field, such as {@code incident.started_at}
 */
public record NotificationProblem(String field, String problem, String remedy) {}
