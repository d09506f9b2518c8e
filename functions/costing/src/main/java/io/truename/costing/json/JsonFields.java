// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
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
        if (value == null || value.toString().isEmpty()) {
            return Optional.empty();
        }
        if (value instanceof Map || value instanceof List) {
            throw wrong(name, "is no text", "send a text");
        }
        if (value.toString().indexOf('\0') >= 0) {
            throw wrong(name, "has the character 0", "leave it out");
        }
        return Optional.of(value.toString());
    }

    public String requireText(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing", "send it as text"));
    }

    /** Empty if absent, null or empty. */
    public Optional<BigDecimal> number(String name) {
        Object value = value(name);
        if (value == null || value.toString().isEmpty()) {
            return Optional.empty();
        }
        String text = value.toString();
        if (!(value instanceof Number || value instanceof String)
                || text.length() > LONGEST_NUMBER
                || !text.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,3})?|[-+]?[0-9]+\\.")) {
            throw wrong(name, "is no number", "send a decimal number, such as 12.5");
        }
        BigDecimal number = new BigDecimal(text);
        // A short text such as 1e999 would cost a thousand digits in every sum.
        if (Math.abs(number.scale()) > MOST_SCALE) {
            throw wrong(name, "is out of range", "send a number of at most " + MOST_SCALE + " digits");
        }
        return Optional.of(number);
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
        if (value == null || value.equals("")) {
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
