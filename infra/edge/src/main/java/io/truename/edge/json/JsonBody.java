// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON object of a request body, read field by field; {@link #refuseUnread} then refuses the fields that were not read. All
 * problems go into one list, so that one answer reports them together. Longer than other files because it has a method for each type of
 * field.
 */
public final class JsonBody {
    /** Limit of the values kept of an array: enough to show that it is too long. */
    private static final int MOST_KEPT = 60_001;

    /** Stands for null, which a map of values cannot hold. */
    private record Nothing() {}

    /** The values that are kept, and how many there were. */
    private record Values(List<Object> kept, int count) {}

    private final String pointer;
    private final Map<String, Object> fields;
    private final FieldProblems problems;

    private JsonBody(String pointer, Map<String, Object> fields, FieldProblems problems) {
        this.pointer = pointer;
        this.fields = new LinkedHashMap<>(fields);
        this.problems = problems;
    }

    /** Reads a body. A body that is no object adds a problem and counts as an empty object. */
    public static JsonBody read(byte[] body, FieldProblems problems) {
        Map<String, Object> fields = new LinkedHashMap<>();
        BodyReader.read(body, "must be a JSON object", problems, json -> readObject(json, "", fields, problems));
        return new JsonBody("", fields, problems);
    }

    private static void readObject(JsonParser json, String pointer, Map<String, Object> fields, FieldProblems problems)
            throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            Object value = readValue(json, json.nextToken(), FieldProblem.below(pointer, name), problems);
            if (fields.put(name, value) != null) {
                problems.addRepeated(() -> FieldProblem.below(pointer, name));
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
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonNumber.read(json);
            default -> new Nothing();
        };
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

    /**
     * Parsed text of a field; {@code absent} if the field is missing or bad. The parser throws IllegalArgumentException with
     * the rule.
     */
    public <T> T text(String name, T absent, Function<String, T> parser) {
        Object value = take(name);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof String text)) {
            problem(name, Rules.STRING, kind(value));
            return absent;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException bad) {
            problem(name, String.valueOf(bad.getMessage()), Rules.length(text));
            return absent;
        }
    }

    /** Enum constant, written as {@link EnumNames} does; {@code absent} if the field is missing or bad. */
    public <T extends Enum<T>> T word(String name, T absent, Class<T> type) {
        return text(name, absent, text -> {
            for (T constant : type.getEnumConstants()) {
                if (EnumNames.of(constant).equals(text)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException(Rules.oneOf(EnumNames.all(type)));
        });
    }

    /** Boolean field; {@code absent} if it is missing or bad. */
    public boolean flag(String name, boolean absent) {
        Object value = take(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        problem(name, Rules.BOOLEAN, kind(value));
        return absent;
    }

    /** Whole number within inclusive bounds; {@code absent} if the field is missing or bad. */
    public long whole(String name, long absent, long least, long most) {
        String rule = Rules.wholeNumber(least, most);
        BigDecimal number = number(name, rule, BigDecimal.valueOf(least), BigDecimal.valueOf(most));
        if (number == null) {
            return absent;
        }
        if (!JsonNumber.isWhole(number)) {
            problem(name, rule, "a fraction");
            return absent;
        }
        return number.longValueExact();
    }

    /** Number within inclusive bounds; {@code absent} if the field is missing or bad. */
    public double decimal(String name, double absent, double least, double most) {
        BigDecimal number =
                number(name, Rules.number(least, most), BigDecimal.valueOf(least), BigDecimal.valueOf(most));
        return number == null ? absent : number.doubleValue();
    }

    /**
     * Array of numbers within inclusive bounds; empty if the field is missing, or any is bad.
     *
     * @param most the most numbers allowed
     */
    public List<Double> decimals(String name, int most, double least, double greatest) {
        Object value = take(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Values values)) {
            problem(name, Rules.ARRAY, kind(value));
            return List.of();
        }
        if (values.count() > most) {
            problem(name, Rules.mostItems(most, "numbers"), values.count() + " values");
            return List.of();
        }
        JsonBody items = new JsonBody(FieldProblem.below(pointer, name), Map.of(), problems);
        List<Double> numbers = new ArrayList<>(values.count());
        for (Object item : values.kept()) {
            BigDecimal number = items.number(
                    String.valueOf(numbers.size()),
                    item,
                    Rules.number(least, greatest),
                    BigDecimal.valueOf(least),
                    BigDecimal.valueOf(greatest));
            numbers.add(number == null ? Double.NaN : number.doubleValue());
        }
        return numbers.stream().anyMatch(number -> number.isNaN()) ? List.of() : numbers;
    }

    private @Nullable BigDecimal number(String name, String rule, BigDecimal least, BigDecimal most) {
        Object value = take(name);
        return value == null ? null : number(name, value, rule, least, most);
    }

    private @Nullable BigDecimal number(String name, Object value, String rule, BigDecimal least, BigDecimal most) {
        if (!(value instanceof BigDecimal number)) {
            problem(name, rule, kind(value));
            return null;
        }
        if (!JsonNumber.isWithin(number, least, most)) {
            problem(name, rule, number.compareTo(least) < 0 ? "a smaller one" : "a larger one");
            return null;
        }
        return number;
    }

    /**
     * Required array of texts, parsed; empty if any is bad. The parser throws IllegalArgumentException with the rule.
     *
     * @param most the most texts allowed
     * @param items the plural that problems use
     */
    public <T> List<T> texts(String name, int most, String items, Function<String, T> parser) {
        Object value = take(name);
        if (value == null) {
            problem(name, Rules.GIVEN + ": an array of at most " + most + " " + items, Rules.NOTHING);
            return List.of();
        }
        if (!(value instanceof Values values)) {
            problem(name, Rules.ARRAY, kind(value));
            return List.of();
        }
        if (values.count() > most) {
            problem(name, Rules.mostItems(most, items), values.count() + " values");
            return List.of();
        }
        List<T> parsed = new ArrayList<>(values.count());
        for (int i = 0; i < values.kept().size(); i++) {
            String at = FieldProblem.below(FieldProblem.below(pointer, name), String.valueOf(i));
            Object item = values.kept().get(i);
            if (item instanceof String text) {
                try {
                    parsed.add(parser.apply(text));
                } catch (IllegalArgumentException bad) {
                    problems.add(() -> at, String.valueOf(bad.getMessage()), Rules.length(text));
                }
            } else {
                problems.add(() -> at, Rules.STRING, kind(item));
            }
        }
        return parsed;
    }

    /**
     * Required array of objects, each as a body of its own; an element that is no object adds a problem and counts as an empty one.
     *
     * @param most the most objects allowed
     * @param items the plural that problems use
     */
    public List<JsonBody> objects(String name, int most, String items) {
        Object value = take(name);
        if (value == null) {
            problem(name, Rules.GIVEN + ": an array of at most " + most + " " + items, Rules.NOTHING);
            return List.of();
        }
        if (!(value instanceof Values values)) {
            problem(name, Rules.ARRAY, kind(value));
            return List.of();
        }
        if (values.count() > most) {
            problem(name, Rules.mostItems(most, items), values.count() + " values");
            return List.of();
        }
        List<JsonBody> objects = new ArrayList<>(values.count());
        for (int i = 0; i < values.kept().size(); i++) {
            String at = FieldProblem.below(FieldProblem.below(pointer, name), String.valueOf(i));
            Object item = values.kept().get(i);
            if (!(item instanceof Map)) {
                problems.add(() -> at, Rules.OBJECT, kind(item));
            }
            objects.add(new JsonBody(at, item instanceof Map<?, ?> map ? fields(map) : Map.of(), problems));
        }
        return objects;
    }

    private static Map<String, Object> fields(Map<?, ?> map) {
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((key, of) -> fields.put(String.valueOf(key), of));
        return fields;
    }

    /** Nested object; empty if the field is missing, null or bad. */
    public Optional<JsonBody> object(String name) {
        Object value = take(name);
        if (value == null || value instanceof Nothing) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new JsonBody(FieldProblem.below(pointer, name), fields(map), problems));
        }
        problem(name, Rules.OBJECT, kind(value));
        return Optional.empty();
    }

    /** Whether the field is present and was not read yet. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Whether the field is a text and was not read yet. */
    public boolean hasText(String name) {
        return fields.get(name) instanceof String;
    }

    /** Place of this object in the body, as an RFC 6901 pointer. */
    public String pointer() {
        return pointer;
    }

    /** Adds a problem with a field of this object. */
    public void problem(String name, String rule, String got) {
        problems.add(() -> FieldProblem.below(pointer, name), rule, got);
    }

    /** Adds a problem for every field that was not read. */
    public void refuseUnread() {
        fields.forEach((name, value) -> problems.addUnknown(() -> pointer, name, kind(value)));
    }

    private @Nullable Object take(String name) {
        return fields.remove(name);
    }

    private static String kind(Object value) {
        if (value instanceof String) {
            return "a string";
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
}
