// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import io.truename.local.pubsub.broker.Delivery;
import io.truename.local.pubsub.broker.Message;

/** Converter of deliveries to Protobuf. */
final class MessageTranslation {
    private MessageTranslation() {}

    static ReceivedMessage toProto(Delivery delivery) {
        Message message = delivery.message();
        return ReceivedMessage.newBuilder()
                .setAckId(delivery.ackId())
                .setDeliveryAttempt(delivery.attempt())
                .setMessage(PubsubMessage.newBuilder()
                        .setMessageId(message.id())
                        .setData(message.data())
                        .putAllAttributes(message.attributes())
                        .setOrderingKey(message.orderingKey())
                        .setPublishTime(Durations.toProto(message.publishTime())))
                .build();
    }
}
