// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.util.List;

/** Metrics of a topic; {@code published} counts messages since the start. */
public record TopicReport(TopicSettings settings, long published, List<SubscriptionReport> subscriptions) {}
