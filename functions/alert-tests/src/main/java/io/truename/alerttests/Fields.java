// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields of a map in a file, read by name; a wrong one is refused with its place. */
final class Fields {
    private static final Pattern DURATION = Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");

    private final String file;
    private final String place;
    private final Map<String, Object> values;

    private Fields(String file, String place, Map<String, Object> values) {
        this.file = file;
        this.place = place;
        this.values = values;
    }

    /** Takes a value of a file as fields, of which there are only some. */
    static Fields of(String file, String place, Object value, List<String> known) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new InputException(file, place, "expected fields", "Write " + String.join(", ", known) + ".");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((key, field) -> {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                throw new InputException(
                        file, place, "there is no field " + name, "There are " + String.join(", ", known) + ".");
            }
            if (field != null) {
                values.put(name, field);
            }
        });
        return new Fields(file, place, values);
    }

    Optional<Object> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Object require(String name) {
        return find(name).orElseThrow(() -> new InputException(file, place, name + " is missing", "Add " + name + "."));
    }

    String text(String name) {
        return scalar(name, require(name));
    }

    String text(String name, String otherwise) {
        return find(name).map(value -> scalar(name, value)).orElse(otherwise);
    }

    private String scalar(String name, Object value) {
        if (value instanceof Map || value instanceof List) {
            throw wrong(name, "expected a text", "Write one value.");
        }
        return String.valueOf(value);
    }

    /** Returns a field's elements with their places; none if it is missing. */
    Map<String, Object> elements(String name) {
        Object value = find(name).orElse(List.of());
        if (!(value instanceof List<?> list)) {
            throw wrong(name, "expected a list", "Begin each element with a dash.");
        }
        Map<String, Object> elements = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            elements.put(at(name) + "[" + i + "]", list.get(i) == null ? "" : list.get(i));
        }
        return elements;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        elements(name).forEach((at, value) -> texts.add(scalar(name, value)));
        return texts;
    }

    Map<String, String> labels(String name) {
        Object value = find(name).orElse(Map.of());
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name, "expected labels", "Write {key: value}.");
        }
        Map<String, String> labels = new TreeMap<>();
        map.forEach((key, label) -> labels.put(String.valueOf(key), scalar(name, label == null ? "" : label)));
        return labels;
    }

    /** Returns a length of time, as in {@code 1h30m}. */
    Duration duration(String name, Duration otherwise) {
        if (find(name).isEmpty()) {
            return otherwise;
        }
        Matcher parts = DURATION.matcher(text(name));
        if (text(name).isEmpty() || (!text(name).equals("0") && !parts.matches())) {
            throw wrong(name, "\"" + text(name) + "\" is no length of time", "Write 90s, 5m, 1h30m or 2d.");
        }
        return text(name).equals("0")
                ? Duration.ZERO
                : Duration.ofDays(number(parts, 1))
                        .plusHours(number(parts, 2))
                        .plusMinutes(number(parts, 3))
                        .plusSeconds(number(parts, 4));
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise, List<E> choices) {
        String text = text(name, otherwise.name());
        return choices.stream()
                .filter(choice -> choice.name().equals(text))
                .findFirst()
                .orElseThrow(() -> wrong(name, "there is no " + text + " here", "Write one of " + choices + "."));
    }

    InputException wrong(String name, String problem, String remedy) {
        return new InputException(file, at(name), problem, remedy);
    }

    private String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
