// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import com.google.protobuf.Value;

/** JSON values as the Java values of {@link Field}. */
final class JsonValues {
    private JsonValues() {}

    /** Converts anything but an array. */
    static Object convert(Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> value.getStringValue();
            case NUMBER_VALUE -> value.getNumberValue();
            case BOOL_VALUE -> value.getBoolValue();
            case STRUCT_VALUE -> value.getStructValue();
            case LIST_VALUE -> value.getListValue();
            case NULL_VALUE, KIND_NOT_SET -> Field.JsonNull.NULL;
        };
    }
}
