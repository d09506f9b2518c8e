// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Members of a JSON object, read by name. Errors name the member with its path. */
record ReportMembers(Map<?, ?> members, String path) {
    boolean has(String name) {
        return members.get(name) != null;
    }

    boolean isNumber(String name) {
        return members.get(name) instanceof Number;
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "is missing; it must be a text"));
    }

    /** Empty if absent or null. */
    Optional<String> optionalText(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw wrong(name, "must be a text");
    }

    double number(String name) {
        double number = require(name, Number.class, "a number").doubleValue();
        if (!Double.isFinite(number)) {
            throw wrong(name, "is out of range");
        }
        return number;
    }

    BigDecimal decimal(String name) {
        return new BigDecimal(require(name, Number.class, "a number").toString());
    }

    long whole(String name) {
        try {
            return decimal(name).longValueExact();
        } catch (ArithmeticException broken) {
            throw wrong(name, "must be a whole number");
        }
    }

    boolean flag(String name) {
        return require(name, Boolean.class, "true or false");
    }

    Instant time(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException noTime) {
            throw wrong(name, "must be a time, such as 2026-11-01T07:00:00Z");
        }
    }

    ReportMembers object(String name) {
        return new ReportMembers(require(name, Map.class, "an object"), path + name + ".");
    }

    <T> List<T> objects(String name, Function<ReportMembers, T> reader) {
        List<T> objects = new ArrayList<>();
        for (Object element : require(name, List.class, "an array")) {
            String place = name + "[" + objects.size() + "]";
            if (!(element instanceof Map<?, ?> object)) {
                throw wrong(place, "must be an object");
            }
            objects.add(reader.apply(new ReportMembers(object, path + place + ".")));
        }
        return objects;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : require(name, List.class, "an array")) {
            if (!(element instanceof String text)) {
                throw wrong(name + "[" + texts.size() + "]", "must be a text");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Numbers; null is a gap, and becomes NaN. */
    List<Double> numbersOrGaps(String name) {
        List<Double> numbers = new ArrayList<>();
        for (Object element : require(name, List.class, "an array")) {
            if (element != null && !(element instanceof Number)) {
                throw wrong(name + "[" + numbers.size() + "]", "must be a number or null");
            }
            numbers.add(element == null ? Double.NaN : ((Number) element).doubleValue());
        }
        return numbers;
    }

    IllegalArgumentException wrong(String name, String rule) {
        return new IllegalArgumentException(path + name + ": " + rule);
    }

    private <T> T require(String name, Class<T> type, String kind) {
        @Nullable Object value = members.get(name);
        if (!type.isInstance(value)) {
            throw wrong(name, (value == null ? "is missing; it " : "") + "must be " + kind);
        }
        return type.cast(value);
    }
}
