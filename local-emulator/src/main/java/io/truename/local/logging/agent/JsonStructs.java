// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Map;

/** JSON objects as {@code google.protobuf.Struct}. Every number becomes a double, as in the cloud. */
final class JsonStructs {
    /** Deepest nesting: protobuf readers refuse 100 messages inside each other, and a level of JSON takes three. */
    static final int DEEPEST = 30;

    private JsonStructs() {}

    static Struct struct(JsonNode object) {
        Struct.Builder struct = Struct.newBuilder();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            struct.putFields(field.getKey(), value(field.getValue()));
        }
        return struct.build();
    }

    private static Value value(JsonNode node) {
        Value.Builder value = Value.newBuilder();
        if (node.isTextual()) {
            value.setStringValue(node.textValue());
        } else if (node.isNumber()) {
            value.setNumberValue(node.doubleValue());
        } else if (node.isBoolean()) {
            value.setBoolValue(node.booleanValue());
        } else if (node.isObject()) {
            value.setStructValue(struct(node));
        } else if (node.isArray()) {
            ListValue.Builder list = ListValue.newBuilder();
            node.forEach(element -> list.addValues(value(element)));
            value.setListValue(list);
        } else {
            value.setNullValue(NullValue.NULL_VALUE);
        }
        return value.build();
    }

    static boolean isDeeperThan(JsonNode node, int levels) {
        if (!node.isContainerNode()) {
            return false;
        }
        if (levels == 0) {
            return true;
        }
        for (JsonNode child : node) {
            if (isDeeperThan(child, levels - 1)) {
                return true;
            }
        }
        return false;
    }
}
