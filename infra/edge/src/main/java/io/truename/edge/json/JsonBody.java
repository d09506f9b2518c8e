// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a body, asked for its fields one by one; {@link #refuseUnread} then finds those that nobody asked for.
 * Every problem goes into one list, so that one answer has them all.
 */
public final class JsonBody {
    /** Of an array, no more is kept than shows that there are too many. */
    private static final int MOST_KEPT = 10_001;

    private static final BigDecimal OUT_OF_ALL_RANGES = BigDecimal.valueOf(Double.MAX_VALUE);

    /** Stands for null, which a map of values cannot hold. */
    private record Nothing() {}

    /** The values that are kept, and how many there were. */
    public record Values(List<Object> kept, int count) {}

    private final String pointer;
    private final Map<String, Object> fields;
    private final FieldProblems problems;

    private JsonBody(String pointer, Map<String, Object> fields, FieldProblems problems) {
        this.pointer = pointer;
        this.fields = new LinkedHashMap<>(fields);
        this.problems = problems;
    }

    /** Reads a body; what is no object at all counts as an empty one, with its problem noted. */
    public static JsonBody read(byte[] body, FieldProblems problems) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser json = Json.parser(body)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                readObject(json, "", fields, problems);
                if (json.nextToken() != null) {
                    problems.add(() -> "", "must be one JSON object", "more text after the object");
                }
            } else {
                problems.add(() -> "", "must be a JSON object", first == null ? "nothing" : kind(first));
            }
        } catch (StreamConstraintsException tooMuch) {
            problems.add(
                    () -> "",
                    "must keep to 32 levels, strings of 1 MiB, names of 1024 and numbers of 64 characters",
                    "more");
        } catch (JsonProcessingException notJson) {
            problems.add(() -> "", "must be JSON in UTF-8", "something else" + at(notJson.getLocation()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new JsonBody("", fields, problems);
    }

    private static void readObject(JsonParser json, String pointer, Map<String, Object> fields, FieldProblems problems)
            throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            Object value = readValue(json, json.nextToken(), FieldProblem.below(pointer, name), problems);
            if (fields.put(name, value) != null) {
                problems.add(
                        () -> FieldProblem.below(pointer, name), "may be given once only", "the field a second time");
            }
        }
    }

    private static Object readValue(JsonParser json, JsonToken token, String pointer, FieldProblems problems)
            throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> inner = new LinkedHashMap<>();
                readObject(json, pointer, inner, problems);
                yield inner;
            }
            case START_ARRAY -> readArray(json, pointer, problems);
            case VALUE_STRING -> json.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json);
            default -> new Nothing();
        };
    }

    private static BigDecimal number(JsonParser json) throws IOException {
        try {
            return json.getDecimalValue();
        } catch (NumberFormatException beyondEveryExponent) {
            return OUT_OF_ALL_RANGES;
        }
    }

    private static Values readArray(JsonParser json, String pointer, FieldProblems problems) throws IOException {
        List<Object> kept = new ArrayList<>();
        int count = 0;
        JsonToken token;
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
            if (count < MOST_KEPT) {
                kept.add(readValue(json, token, pointer + "/" + count, problems));
            } else {
                json.skipChildren();
            }
            count++;
        }
        return new Values(kept, count);
    }

    /** Text that the parser takes; {@code absent} if there is none or it is bad. The parser throws with the rule. */
    public <T> T text(String name, T absent, Function<String, T> parser) {
        Object value = take(name);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof String text)) {
            problem(name, "must be a string", kind(value));
            return absent;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException bad) {
            problem(name, String.valueOf(bad.getMessage()), text.length() + " characters");
            return absent;
        }
    }

    /** One of an enum's names in lower case, with hyphens. */
    public <T extends Enum<T>> T word(String name, T absent, Class<T> type) {
        return text(name, absent, text -> {
            for (T constant : type.getEnumConstants()) {
                if (EnumNames.of(constant).equals(text)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("must be " + EnumNames.all(type));
        });
    }

    public boolean flag(String name, boolean absent) {
        Object value = take(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        problem(name, "must be true or false", kind(value));
        return absent;
    }

    /** A whole number within bounds. */
    public long whole(String name, long absent, long least, long most) {
        BigDecimal number = number(name, "a whole number from " + least + " to " + most, (double) least, (double) most);
        if (number == null) {
            return absent;
        }
        if (number.stripTrailingZeros().scale() > 0) {
            problem(name, "must be a whole number from " + least + " to " + most, "a fraction");
            return absent;
        }
        return number.longValue();
    }

    /** A number within bounds. */
    public double decimal(String name, double absent, double least, double most) {
        BigDecimal number = number(name, "a number from " + least + " to " + most, least, most);
        return number == null ? absent : number.doubleValue();
    }

    private @Nullable BigDecimal number(String name, String rule, double least, double most) {
        Object value = take(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof BigDecimal number)) {
            problem(name, "must be " + rule, kind(value));
            return null;
        }
        if (number.doubleValue() < least || number.doubleValue() > most) {
            problem(name, "must be " + rule, number.doubleValue() < least ? "a smaller one" : "a larger one");
            return null;
        }
        return number;
    }

    /** An array; empty if there is none or it is something else. */
    public Optional<Values> array(String name) {
        Object value = take(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Values values) {
            return Optional.of(values);
        }
        problem(name, "must be an array", kind(value));
        return Optional.empty();
    }

    /** An object within this one; null counts as none. */
    public Optional<JsonBody> object(String name) {
        Object value = take(name);
        if (value == null || value instanceof Nothing) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> inner = new LinkedHashMap<>();
            map.forEach((key, of) -> inner.put(String.valueOf(key), of));
            return Optional.of(new JsonBody(FieldProblem.below(pointer, name), inner, problems));
        }
        problem(name, "must be an object", kind(value));
        return Optional.empty();
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    public void problem(String name, String rule, String got) {
        problems.add(() -> FieldProblem.below(pointer, name), rule, got);
    }

    /** Every field that nobody asked for is a problem. */
    public void refuseUnread() {
        fields.forEach((name, value) -> problem(name, "is not a field here", kind(value)));
    }

    private @Nullable Object take(String name) {
        return fields.remove(name);
    }

    public static String kind(Object value) {
        if (value instanceof String text) {
            return "a string of " + text.length() + " characters";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof BigDecimal) {
            return "a number";
        }
        if (value instanceof Map) {
            return "an object";
        }
        return value instanceof Values ? "an array" : "null";
    }

    private static String kind(JsonToken token) {
        if (token == JsonToken.START_ARRAY) {
            return "an array";
        }
        return token == JsonToken.VALUE_NULL ? "null" : "a bare value";
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
