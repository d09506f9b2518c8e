// SPDX-License-Identifier: Apache-2.0
package io.truename.local.scheduler;

import java.util.Map;

/** Publishes one message to a topic of the catalog. */
@FunctionalInterface
public interface MessagePublisher {
    void publish(String topic, String data, Map<String, String> attributes);
}
