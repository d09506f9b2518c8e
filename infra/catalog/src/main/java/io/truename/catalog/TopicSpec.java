// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.Duration;

/** A Pub/Sub topic; {@code retention} is how long it keeps messages, 10 minutes to 31 days. */
public record TopicSpec(String name, String description, Duration retention) {}
