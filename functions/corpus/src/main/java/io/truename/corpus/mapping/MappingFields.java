// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one section. Every read records a problem and returns a harmless value, so that reading continues to the
 * next mistake; {@link #refuseUnread()} then finds the misspelt ones.
 */
final class MappingFields {
    static final String TABLE_RULE = nameRule("table or schema.table");
    static final String COLUMN_RULE = nameRule("column of the table, one name only");

    private static final QualifiedName UNREADABLE = new QualifiedName(List.of("unreadable"));
    private static final int MOST_OF_A_KEY = 64;

    /** As many as a table of PostgreSQL may have. */
    private static final int MOST_COLUMNS = 1_600;

    private final String pointer;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Set<String> unread = new LinkedHashSet<>();
    private final List<FieldIssue> issues;

    MappingFields(String pointer, @Nullable Object section, List<FieldIssue> issues) {
        this.pointer = pointer;
        this.issues = issues;
        if (section instanceof Map<?, ?> entries) {
            entries.forEach((name, value) -> values.put(String.valueOf(name), value));
        } else {
            issues.add(new FieldIssue(pointer, "must be a section of names and values", kindOf(section)));
        }
        unread.addAll(values.keySet());
    }

    private static String nameRule(String what) {
        return "must be a " + what
                + ", written as in SQL: letters, digits and _ (folded to lower case), or in double quotes,"
                + " each name of at most 63 bytes; YAML takes one pair of quotes away, so a quoted name is written"
                + " '\"Mixed Case\"'";
    }

    /** Section that is the value of a field. */
    MappingFields section(String name, @Nullable Object section) {
        return new MappingFields(pointerTo(name), section, issues);
    }

    /** Entries of a list as fields that are named by their places. */
    MappingFields list(String name, List<?> entries) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            fields.put(String.valueOf(i), entries.get(i));
        }
        return section(name, fields);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String pointerTo(String name) {
        String shown = name.length() > MOST_OF_A_KEY ? name.substring(0, MOST_OF_A_KEY) : name;
        return pointer + "/" + shown.replace("~", "~0").replace("/", "~1");
    }

    @Nullable
    Object take(String name) {
        unread.remove(name);
        return values.get(name);
    }

    QualifiedName table(String name) {
        return name(name, 2, TABLE_RULE);
    }

    QualifiedName column(String name) {
        return name(name, 1, COLUMN_RULE);
    }

    Optional<QualifiedName> optionalColumn(String name) {
        return has(name) ? Optional.of(column(name)) : Optional.empty();
    }

    /** A list of columns, which may be empty. */
    List<QualifiedName> columns(String name) {
        Object value = take(name);
        List<QualifiedName> columns = new ArrayList<>();
        if (value instanceof List<?> entries && entries.size() <= MOST_COLUMNS) {
            for (Object entry : entries) {
                parse(entry, 1).ifPresentOrElse(columns::add, () -> refuse(name, "each entry " + COLUMN_RULE, entry));
            }
        } else {
            refuse(name, "must be a list of at most " + MOST_COLUMNS + " columns of the table", value);
        }
        return columns;
    }

    private static Optional<QualifiedName> parse(@Nullable Object value, int mostParts) {
        return value instanceof String text ? QualifiedName.parse(text, mostParts) : Optional.empty();
    }

    private QualifiedName name(String name, int mostParts, String rule) {
        Object value = take(name);
        Optional<QualifiedName> read = parse(value, mostParts);
        return read.orElseGet(() -> {
            refuse(name, rule, value);
            return UNREADABLE;
        });
    }

    void refuse(String name, String rule, @Nullable Object value) {
        issues.add(new FieldIssue(pointerTo(name), rule, kindOf(value)));
    }

    /** Refuses the section itself, and reads no more of it. */
    void refuseWhole(String rule) {
        unread.clear();
        issues.add(new FieldIssue(pointer, rule, kindOf(values)));
    }

    void refuseUnread() {
        unread.forEach(
                name -> refuse(name, "is no field of this section; remove it or correct its name", values.get(name)));
    }

    /** Description of a value by type and length, without the value itself. */
    static String kindOf(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof String text) {
            return "a text of " + text.length() + (text.length() == 1 ? " character" : " characters");
        }
        if (value instanceof Map) {
            return "a section";
        }
        if (value instanceof List<?> list) {
            return "a list of " + list.size();
        }
        if (value instanceof Boolean) {
            return "a truth value; yes, no, on and off are such in YAML, too, unless quoted";
        }
        return value instanceof Number ? "a number" : "a value that is no text";
    }
}
