// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Resolver of field paths. Names that {@code LogEntry} defines may be written in any case, with or without underscores; keys of
 * labels and of a JSON payload count exactly as they are.
 */
final class FieldResolver {
    /** Part of a path, with the place where it starts. */
    record Segment(String name, int position) {}

    private FieldResolver() {}

    static Field resolve(List<Segment> path) {
        Descriptor scope = LogEntry.getDescriptor();
        List<FieldDescriptor> chain = new ArrayList<>();
        for (int at = 0; at < path.size(); at++) {
            Segment segment = path.get(at);
            FieldDescriptor field = find(scope, segment.name());
            if (field == null) {
                throw undefined(path, at, scope);
            }
            chain.add(field);
            List<Segment> rest = path.subList(at + 1, path.size());
            if (rest.isEmpty()) {
                return new Field.Defined(List.copyOf(chain), type(field));
            } else if (field.isMapField()) {
                return new Field.Label(List.copyOf(chain), joined(rest));
            } else if (isA(field, Struct.getDescriptor())) {
                return new Field.Json(rest.stream().map(Segment::name).toList());
            } else if (isA(field, Any.getDescriptor())) {
                throw new FilterException(
                        segment.position(),
                        "fields of protoPayload are not part of the local cloud",
                        "Write the payload as jsonPayload, whose fields can be compared.");
            } else if (type(field) != FieldType.GROUP) {
                throw new FilterException(
                        rest.get(0).position(),
                        "\"" + segment.name() + "\" has no fields",
                        "Compare " + joined(path.subList(0, at + 1)) + " itself.");
            }
            scope = field.getMessageType();
        }
        throw new IllegalArgumentException("A path has at least one part");
    }

    private static @Nullable FieldDescriptor find(Descriptor scope, String name) {
        String wanted = plain(name);
        for (FieldDescriptor field : scope.getFields()) {
            if (plain(field.getName()).equals(wanted)) {
                return field;
            }
        }
        return null;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static FilterException undefined(List<Segment> path, int at, Descriptor scope) {
        String known = String.join(
                ", ",
                scope.getFields().stream().map(FieldDescriptor::getJsonName).toList());
        String remedy = at == 0
                ? "Write jsonPayload." + joined(path) + " for a field of the payload, or one of: " + known + "."
                : "Write one of: " + known + ".";
        return new FilterException(
                path.get(at).position(), "\"" + path.get(at).name() + "\" is no field of a log entry", remedy);
    }

    private static FieldType type(FieldDescriptor field) {
        if (field.isMapField()) {
            return FieldType.GROUP;
        }
        return switch (field.getJavaType()) {
            case STRING, BYTE_STRING -> FieldType.TEXT;
            case INT, LONG, FLOAT, DOUBLE -> FieldType.NUMBER;
            case BOOLEAN -> FieldType.FLAG;
            case ENUM -> FieldType.SEVERITY;
            case MESSAGE ->
                isA(field, Timestamp.getDescriptor())
                        ? FieldType.TIME
                        : isA(field, Duration.getDescriptor()) ? FieldType.SPAN : FieldType.GROUP;
        };
    }

    private static boolean isA(FieldDescriptor field, Descriptor message) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().equals(message);
    }

    private static String joined(List<Segment> path) {
        return String.join(".", path.stream().map(Segment::name).toList());
    }
}
