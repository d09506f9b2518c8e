// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Field of a log entry that a filter names. Values are {@code String}, {@code Double}, {@code Boolean}, {@code Instant},
 * {@code java.time.Duration}, {@link Severity}, {@link JsonNull} or a {@code Message}, as {@link #type} says.
 */
sealed interface Field {
    /** Returns the value to compare; empty if the field is missing. */
    List<Object> values(LogEntry entry);

    boolean exists(LogEntry entry);

    FieldType type();

    /** JSON's null. */
    enum JsonNull {
        NULL
    }

    /** A severity by its number, which orders it. */
    record Severity(int number, String name) {}

    /** Field that {@code LogEntry} defines. A missing one has its default value. */
    record Defined(List<FieldDescriptor> chain, FieldType type) implements Field {
        @Override
        public List<Object> values(LogEntry entry) {
            Message holder = holder(entry, chain);
            return List.of(convert(holder.getField(chain.get(chain.size() - 1))));
        }

        @Override
        public boolean exists(LogEntry entry) {
            Message holder = holder(entry, chain);
            FieldDescriptor last = chain.get(chain.size() - 1);
            return last.isRepeated() ? holder.getRepeatedFieldCount(last) > 0 : holder.hasField(last);
        }

        private static Object convert(Object value) {
            if (value instanceof EnumValueDescriptor severity) {
                return new Severity(severity.getNumber(), severity.getName());
            } else if (value instanceof Timestamp time) {
                return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
            } else if (value instanceof Duration span) {
                return java.time.Duration.ofSeconds(span.getSeconds(), span.getNanos());
            } else if (value instanceof Number number) {
                return number.doubleValue();
            }
            return value;
        }
    }

    /** Entry of {@code labels} or {@code resource.labels}. */
    record Label(List<FieldDescriptor> chain, String key) implements Field {
        @Override
        public List<Object> values(LogEntry entry) {
            Message holder = holder(entry, chain);
            FieldDescriptor map = chain.get(chain.size() - 1);
            for (int at = 0; at < holder.getRepeatedFieldCount(map); at++) {
                MapEntry<?, ?> label = (MapEntry<?, ?>) holder.getRepeatedField(map, at);
                if (label.getKey().equals(key)) {
                    return List.of(label.getValue());
                }
            }
            return List.of();
        }

        @Override
        public boolean exists(LogEntry entry) {
            return !values(entry).isEmpty();
        }

        @Override
        public FieldType type() {
            return FieldType.TEXT;
        }
    }

    /** Field below {@code jsonPayload}. A path runs through arrays into each of their elements. */
    record Json(List<String> path) implements Field {
        @Override
        public List<Object> values(LogEntry entry) {
            if (!entry.hasJsonPayload()) {
                return List.of();
            }
            List<Object> found = new ArrayList<>(1);
            step(entry.getJsonPayload(), 0, found);
            return found;
        }

        private void step(Struct from, int depth, List<Object> found) {
            Value next = from.getFieldsMap().get(path.get(depth));
            if (next != null) {
                reach(next, depth + 1, found);
            }
        }

        private void reach(Value value, int depth, List<Object> found) {
            if (value.hasListValue()) {
                value.getListValue().getValuesList().forEach(element -> reach(element, depth, found));
            } else if (depth == path.size()) {
                found.add(JsonValues.convert(value));
            } else if (value.hasStructValue()) {
                step(value.getStructValue(), depth, found);
            }
        }

        @Override
        public boolean exists(LogEntry entry) {
            return !values(entry).isEmpty();
        }

        @Override
        public FieldType type() {
            return FieldType.DYNAMIC;
        }
    }

    private static Message holder(LogEntry entry, List<FieldDescriptor> chain) {
        Message holder = entry;
        for (FieldDescriptor step : chain.subList(0, chain.size() - 1)) {
            holder = (Message) holder.getField(step);
        }
        return holder;
    }
}
