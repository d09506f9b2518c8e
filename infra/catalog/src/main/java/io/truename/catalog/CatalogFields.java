// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields of one YAML mapping. A bad field adds a problem and reads as a harmless value, so that one read finds every
 * mistake; {@link #refuseUnread()} then finds unknown fields.
 */
final class CatalogFields {
    private final String path;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Set<String> unread = new LinkedHashSet<>();
    private final List<String> problems;

    CatalogFields(String path, @Nullable Object mapping, List<String> problems) {
        this.path = path;
        this.problems = problems;
        if (mapping instanceof Map<?, ?> entries) {
            entries.forEach((name, value) -> values.put(String.valueOf(name), value));
        } else if (mapping != null) {
            problems.add((path.isEmpty() ? "/" : path) + ": must be a mapping of names to values");
        }
        unread.addAll(values.keySet());
    }

    Set<String> names() {
        return values.keySet();
    }

    CatalogFields section(String name) {
        return new CatalogFields(path + "/" + name, take(name), problems);
    }

    Optional<CatalogFields> optionalSection(String name) {
        return values.containsKey(name) ? Optional.of(section(name)) : Optional.empty();
    }

    String text(String name) {
        Object value = take(name);
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        refuse(name, "must be text");
        return "";
    }

    String textOr(String name, String absent) {
        return values.containsKey(name) ? text(name) : absent;
    }

    boolean flagOr(String name, boolean absent) {
        Object value = take(name);
        if (value == null || value instanceof Boolean) {
            return value == null ? absent : (Boolean) value;
        }
        refuse(name, "must be true or false");
        return absent;
    }

    int number(String name, int least, int most) {
        Object value = take(name);
        if (value instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        refuse(name, "must be a whole number from " + least + " to " + most);
        return least;
    }

    Duration seconds(String name, Duration least, Duration most) {
        return Duration.ofSeconds(number(name, (int) least.toSeconds(), (int) most.toSeconds()));
    }

    ZoneId zone(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            refuse(name, "must be a time zone of the tz database, as Europe/Berlin");
            return ZoneOffset.UTC;
        }
    }

    Map<String, String> texts(String name) {
        CatalogFields entries = section(name);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : entries.names()) {
            texts.put(key, entries.text(key));
        }
        return texts;
    }

    void refuse(String name, String rule) {
        problems.add(path + "/" + name + ": " + rule);
    }

    void refuseUnread() {
        unread.forEach(name -> refuse(name, "is no field of the catalog; remove it or correct its name"));
    }

    private @Nullable Object take(String name) {
        unread.remove(name);
        return values.get(name);
    }
}
