// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Template of a name: fields in braces with fixed text around them, such as <code>{user}/{contentHash}</code>. Fixed text has printable
 * ASCII characters and blanks.
 */
final class NameTemplate {
    private static final int MOST = 200;
    private static final Pattern SHAPE = Pattern.compile("(?:[ -z|~]|\\{[A-Za-z]+})+");
    private static final Pattern PART = Pattern.compile("\\{([A-Za-z]+)}|[^{]");

    private final String text;
    private final List<Part> parts;

    private NameTemplate(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * Part of a template.
     *
     * @param field empty for a fixed character
     */
    record Part(Optional<NameField> field, char character) {}

    /** Reads a template; empty if the text is none, names an unknown field, or names one twice. */
    static Optional<NameTemplate> parse(String text) {
        if (text.length() > MOST || !SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            Optional<NameField> field = name == null ? Optional.empty() : NameField.parse(name);
            boolean twice = field.isPresent() && parts.stream().anyMatch(part -> part.field.equals(field));
            if ((name != null && field.isEmpty()) || twice) {
                return Optional.empty();
            }
            parts.add(new Part(field, name == null ? matcher.group().charAt(0) : 0));
        }
        return Optional.of(new NameTemplate(text, parts));
    }

    List<Part> parts() {
        return parts;
    }

    List<NameField> fields() {
        return parts.stream().map(Part::field).flatMap(Optional::stream).toList();
    }

    /** Writes the name; every field of the template must have a value. */
    String name(Map<NameField, String> values) {
        StringBuilder name = new StringBuilder();
        for (Part part : parts) {
            if (part.field.isPresent()) {
                name.append(new EnumMap<>(values).getOrDefault(part.field.get(), ""));
            } else {
                name.append(part.character);
            }
        }
        return name.toString();
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameTemplate template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
