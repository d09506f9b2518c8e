// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Map;

/**
 * A published message.
 *
 * @param id decimal digits, unique within one start of the local cloud and across topics
 * @param publishTime whole milliseconds, as the cloud gives it
 * @param size bytes of data, attributes and ordering key
 */
public record Message(
        String id,
        Instant publishTime,
        ByteString data,
        Map<String, String> attributes,
        String orderingKey,
        int size) {}
