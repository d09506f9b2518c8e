// SPDX-License-Identifier: Apache-2.0
package io.truename.local.scheduler;

import java.util.Map;

/** Publisher of single messages to the catalog's topics. */
@FunctionalInterface
public interface MessagePublisher {
    void publish(String topic, String data, Map<String, String> attributes);
}
