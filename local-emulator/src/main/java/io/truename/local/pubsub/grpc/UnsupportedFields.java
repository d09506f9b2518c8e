// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.truename.local.pubsub.broker.PubSubException;
import java.util.Map;

/**
 * Check for unsupported settings: a request that sets one is refused instead of silently losing it. The README lists them.
 * Fields of a newer protocol are refused too.
 */
final class UnsupportedFields {
    private static final Map<String, String> OF_TOPICS = Map.of(
            "message_storage_policy", "Message storage policies",
            "kms_key_name", "Encryption keys",
            "schema_settings", "Schemas",
            "ingestion_data_source_settings", "Ingestion data sources",
            "message_transforms", "Message transforms",
            "tags", "Tags");
    private static final Map<String, String> OF_SUBSCRIPTIONS = Map.of(
            "bigquery_config", "BigQuery subscriptions",
            "cloud_storage_config", "Cloud Storage subscriptions",
            "bigtable_config", "Bigtable subscriptions",
            "retain_acked_messages", "Retained acknowledged messages",
            "enable_exactly_once_delivery", "Exactly-once subscriptions",
            "message_transforms", "Message transforms",
            "tags", "Tags");

    private UnsupportedFields() {}

    static void refuse(Topic topic) {
        refuse(topic, OF_TOPICS);
    }

    static void refuse(Subscription subscription) {
        refuse(subscription, OF_SUBSCRIPTIONS);
    }

    private static void refuse(Message message, Map<String, String> unsupported) {
        for (FieldDescriptor field : message.getAllFields().keySet()) {
            String feature = unsupported.get(field.getName());
            if (feature != null) {
                throw new PubSubException(
                        PubSubException.Reason.UNIMPLEMENTED,
                        feature + " are not part of the local cloud: leave " + field.getName() + " out.");
            }
        }
        refuseUnknown(message);
    }

    private static void refuseUnknown(Message message) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw new PubSubException(
                    PubSubException.Reason.UNIMPLEMENTED,
                    message.getDescriptorForType().getName()
                            + " has fields that the local cloud does not know, numbered "
                            + message.getUnknownFields().asMap().keySet() + ".");
        }
        message.getAllFields().values().forEach(value -> {
            if (value instanceof Message inner) {
                refuseUnknown(inner);
            }
        });
    }
}
