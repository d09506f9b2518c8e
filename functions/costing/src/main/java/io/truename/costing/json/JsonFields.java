// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a JSON object, read by name. Numbers may be texts, as Google writes 64-bit ones, and are decimal: 0.1 stays 0.1 if the
 * library read it as BigDecimal, and becomes the shortest decimal of a double otherwise. Errors name the field with its path.
 */
public final class JsonFields {
    private static final int LONGEST_NUMBER = 60;
    private static final int MOST_SCALE = 40;
    private static final int LAST_YEAR = 9999;

    private final Map<?, ?> fields;
    private final String path;

    private JsonFields(Map<?, ?> fields, String path) {
        this.fields = fields;
        this.path = path;
    }

    /** The fields of a whole message. */
    public static JsonFields of(Map<?, ?> object) {
        return new JsonFields(object, "");
    }

    /** Empty if absent, null or empty. The character 0, which databases do not store, is refused. */
    public Optional<String> text(String name) {
        Object value = value(name);
        if (value == null || value.equals("")) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw wrong(name, "is no text", "send a text");
        }
        if (text.indexOf('\0') >= 0) {
            throw wrong(name, "has the character 0", "leave it out");
        }
        return Optional.of(text);
    }

    public String requireText(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing", "send it as text"));
    }

    /** Empty if absent, null or empty. */
    public Optional<BigDecimal> number(String name) {
        Object value = value(name);
        return value == null || value.equals("") ? Optional.empty() : Optional.of(number(name, value));
    }

    private BigDecimal number(String name, @Nullable Object value) {
        String text = value instanceof Number || value instanceof String ? value.toString() : "";
        if (text.length() > LONGEST_NUMBER
                || !text.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,3})?|[-+]?[0-9]+\\.")) {
            throw wrong(name, "is no number", "send a decimal number, such as 12.5");
        }
        BigDecimal number = new BigDecimal(text);
        // A short text such as 1e999 would cost a thousand digits in every sum.
        if (Math.abs(number.scale()) > MOST_SCALE) {
            throw wrong(name, "is out of range", "send a number of at most " + MOST_SCALE + " digits");
        }
        return number;
    }

    /** Numbers of a list, at most so many; none if absent. */
    public List<BigDecimal> numbers(String name, int most) {
        Object value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || list.size() > most) {
            throw wrong(name, "is no list of at most " + most + " numbers", "send a JSON array");
        }
        List<BigDecimal> numbers = new ArrayList<>();
        for (Object element : list) {
            numbers.add(number(name + "[" + numbers.size() + "]", element));
        }
        return List.copyOf(numbers);
    }

    /** True or false. */
    public boolean requireFlag(String name) {
        Object value = value(name);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "is neither true nor false", "send one of them");
    }

    /** A date, such as 2026-11-01, of the years 1 to 9999; empty if absent, null or empty. */
    public Optional<LocalDate> date(String name) {
        return text(name).map(text -> {
            try {
                LocalDate date = LocalDate.parse(text);
                if (date.getYear() >= 1 && date.getYear() <= LAST_YEAR) {
                    return date;
                }
            } catch (DateTimeException unreadable) {
                throw wrong(name, "is no date", "send it as 2026-11-01");
            }
            throw wrong(name, "is out of range", "send a date of the years 1 to " + LAST_YEAR);
        });
    }

    /** Refuses fields that are not known, which are mostly known ones that are misspelt. */
    public void requireKnown(String... known) {
        for (Object name : fields.keySet()) {
            if (!List.of(known).contains(String.valueOf(name))) {
                throw new IllegalArgumentException(
                        path.isEmpty()
                                ? "a field here is not known; the fields are " + String.join(", ", known)
                                : path.substring(0, path.length() - 1)
                                        + ": has a field that is not known; the fields are "
                                        + String.join(", ", known));
            }
        }
    }

    public BigDecimal requireNumber(String name) {
        return number(name).orElseThrow(() -> wrong(name, "is missing", "send a number"));
    }

    /** A time with an offset, or as BigQuery writes it in UTC: {@code 2026-11-01 07:00:00 UTC}. Of the years 1 to 9999. */
    public Optional<Instant> time(String name) {
        return text(name).map(text -> {
            String iso = text.replace(" UTC", "Z").replaceFirst(" ", "T");
            try {
                OffsetDateTime time = OffsetDateTime.parse(iso, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                        .withOffsetSameInstant(ZoneOffset.UTC);
                if (time.getYear() < 1 || time.getYear() > LAST_YEAR) {
                    throw wrong(name, "is out of range", "send a time of the years 1 to " + LAST_YEAR);
                }
                return time.toInstant();
            } catch (DateTimeException unreadable) {
                throw wrong(name, "is no time", "send RFC 3339, such as 2026-11-01T07:00:00Z");
            }
        });
    }

    public Instant requireTime(String name) {
        return time(name).orElseThrow(() -> wrong(name, "is missing", "send RFC 3339, such as 2026-11-01T07:00:00Z"));
    }

    /** An inner object; one without fields if absent. */
    public JsonFields object(String name) {
        Object value = value(name);
        if (value == null) {
            return new JsonFields(Map.of(), path + name + ".");
        }
        if (value instanceof Map<?, ?> map) {
            return new JsonFields(map, path + name + ".");
        }
        throw wrong(name, "is no object", "send a JSON object");
    }

    /** Inner objects of a list; none if absent. */
    public List<JsonFields> objects(String name) {
        Object value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(name, "is no list", "send a JSON array");
        }
        List<JsonFields> objects = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                throw wrong(name, "holds something else than objects", "send a JSON array of objects");
            }
            objects.add(new JsonFields(map, path + name + "[" + objects.size() + "]."));
        }
        return List.copyOf(objects);
    }

    /** Whether it is a list. */
    public boolean isList(String name) {
        return value(name) instanceof List;
    }

    public boolean has(String name) {
        return value(name) != null;
    }

    /** Texts of all fields that are texts or numbers. */
    public Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        fields.forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                texts.put(String.valueOf(name), value.toString());
            }
        });
        return texts;
    }

    /** An error of this object's field. */
    public IllegalArgumentException wrong(String name, String problem, String remedy) {
        return new IllegalArgumentException(path + name + ": " + problem + "; " + remedy);
    }

    private @Nullable Object value(String name) {
        return fields.get(name);
    }
}
