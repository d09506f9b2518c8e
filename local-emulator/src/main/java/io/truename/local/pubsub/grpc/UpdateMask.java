// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.util.FieldMaskUtil;
import io.truename.local.pubsub.broker.PubSubException;
import java.util.Set;
import java.util.TreeSet;

/** Update mask: applies the named fields of an update to a topic or subscription, and refuses fields that cannot change. */
final class UpdateMask {
    private static final Set<String> OF_TOPICS = Set.of(
            "labels",
            "message_storage_policy",
            "kms_key_name",
            "schema_settings",
            "message_retention_duration",
            "ingestion_data_source_settings",
            "message_transforms");
    private static final Set<String> OF_SUBSCRIPTIONS = Set.of(
            "push_config",
            "bigquery_config",
            "cloud_storage_config",
            "bigtable_config",
            "ack_deadline_seconds",
            "retain_acked_messages",
            "message_retention_duration",
            "labels",
            "expiration_policy",
            "dead_letter_policy",
            "retry_policy",
            "enable_exactly_once_delivery",
            "message_transforms");
    private static final FieldMaskUtil.MergeOptions REPLACING = new FieldMaskUtil.MergeOptions()
            .setReplaceMessageFields(true)
            .setReplaceRepeatedFields(true)
            .setReplacePrimitiveFields(true);

    private UpdateMask() {}

    static void mergeTopic(FieldMask mask, Message from, Message.Builder into) {
        merge(mask, from, into, OF_TOPICS);
    }

    static void mergeSubscription(FieldMask mask, Message from, Message.Builder into) {
        merge(mask, from, into, OF_SUBSCRIPTIONS);
    }

    private static void merge(FieldMask mask, Message from, Message.Builder into, Set<String> changeable) {
        boolean all = mask.getPathsList().stream()
                .allMatch(path -> changeable.contains(path.split("\\.", 2)[0])
                        && FieldMaskUtil.isValid(from.getDescriptorForType(), path));
        if (mask.getPathsCount() == 0 || !all) {
            throw new PubSubException(
                    PubSubException.Reason.INVALID_ARGUMENT,
                    "update_mask must name fields that can be changed, of " + new TreeSet<>(changeable) + ", not "
                            + mask.getPathsList() + ".");
        }
        FieldMaskUtil.merge(mask, from, into, REPLACING);
    }
}
