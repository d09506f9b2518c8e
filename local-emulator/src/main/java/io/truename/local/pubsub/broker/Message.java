// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Map;

/**
 * Published message.
 *
 * @param id decimal digits, unique across topics and within one start of the local cloud
 * @param publishTime the publish time, in whole milliseconds as in the cloud
 * @param size the size of data, attributes and ordering key, in bytes
 */
public record Message(
        String id,
        Instant publishTime,
        ByteString data,
        Map<String, String> attributes,
        String orderingKey,
        int size) {}
