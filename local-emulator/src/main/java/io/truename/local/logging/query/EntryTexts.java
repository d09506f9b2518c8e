// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Predicate;

/** Values of a log entry as texts. Names of fields and keys of labels are no values; times and durations are left out. */
final class EntryTexts {
    private EntryTexts() {}

    /** Passes each value to the test until one passes. */
    static boolean any(LogEntry entry, Predicate<String> test) {
        return test.test(entry.getLogName())
                || test.test(entry.getInsertId())
                || (entry.getSeverityValue() != 0
                        && test.test(entry.getSeverity().name()))
                || test.test(entry.getResource().getType())
                || anyOf(entry.getResource().getLabelsMap().values(), test)
                || anyOf(entry.getLabelsMap().values(), test)
                || test.test(entry.getTextPayload())
                || anyOf(entry.getJsonPayload(), test)
                || (entry.hasHttpRequest() && anyOf(entry.getHttpRequest(), test))
                || (entry.hasOperation() && anyOf(entry.getOperation(), test))
                || (entry.hasSourceLocation() && anyOf(entry.getSourceLocation(), test))
                || test.test(entry.getTrace())
                || test.test(entry.getSpanId());
    }

    /** Passes each value below this one to the test until one passes. */
    static boolean anyOf(Object value, Predicate<String> test) {
        if (value instanceof LogEntry entry) {
            return any(entry, test);
        } else if (value instanceof Struct struct) {
            return anyOf(struct.getFieldsMap().values(), test);
        } else if (value instanceof Value json) {
            return anyOfJson(json, test);
        } else if (value instanceof Timestamp || value instanceof Duration) {
            return false;
        } else if (value instanceof MapEntry<?, ?> entry) {
            return anyOf(entry.getValue(), test);
        } else if (value instanceof Message message) {
            for (Object part : message.getAllFields().values()) {
                if (anyOf(part, test)) {
                    return true;
                }
            }
            return false;
        } else if (value instanceof Collection<?> parts) {
            for (Object part : parts) {
                if (anyOf(part, test)) {
                    return true;
                }
            }
            return false;
        }
        return test.test(text(value));
    }

    private static boolean anyOfJson(Value json, Predicate<String> test) {
        return switch (json.getKindCase()) {
            case STRUCT_VALUE -> anyOf(json.getStructValue(), test);
            case LIST_VALUE -> anyOf(json.getListValue().getValuesList(), test);
            case NULL_VALUE, KIND_NOT_SET -> false;
            case STRING_VALUE, NUMBER_VALUE, BOOL_VALUE -> test.test(text(JsonValues.convert(json)));
        };
    }

    /** Writes a single value. A whole number has no decimal point. */
    static String text(Object value) {
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString(number.longValue())
                    : number.toString();
        } else if (value instanceof Field.Severity severity) {
            return severity.name();
        } else if (value instanceof EnumValueDescriptor named) {
            return named.getName();
        } else if (value instanceof ProtocolMessageEnum named) {
            return named.getValueDescriptor().getName();
        }
        return value.toString();
    }

    static boolean contains(String text, String lowerCase) {
        return text.toLowerCase(Locale.ROOT).contains(lowerCase);
    }
}
