// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Fields of one YAML mapping. A bad field adds a problem and reads as a harmless value, so that one read finds every
 * mistake; {@link #refuseUnread()} then finds unknown fields.
 */
final class CatalogFields {
    private final CatalogFile file;
    private final String path;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> unread = new LinkedHashSet<>();

    CatalogFields(CatalogFile file, String path, int line, @Nullable Node mapping) {
        this.file = file;
        this.path = path;
        this.line = CatalogFile.line(mapping, line);
        if (mapping instanceof MappingNode entries) {
            entries.getValue().forEach(this::add);
        } else if (mapping != null && !mapping.getTag().equals(Tag.NULL)) {
            refuseHere("must be a mapping of names to values", "write name: value lines below it");
        }
        unread.addAll(values.keySet());
    }

    private void add(NodeTuple entry) {
        String name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
        lines.put(name, CatalogFile.line(entry.getKeyNode(), line));
        if (values.put(name, entry.getValueNode()) != null) {
            refuse(name, "is there a second time", "keep one of them");
        }
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    CatalogFields section(String name) {
        return new CatalogFields(file, below(name), lines.getOrDefault(name, line), take(name));
    }

    Optional<CatalogFields> optionalSection(String name) {
        return has(name) ? Optional.of(section(name)) : Optional.empty();
    }

    /** The mappings of a list, at least one. */
    List<CatalogFields> sections(String name) {
        List<CatalogFields> sections = new ArrayList<>();
        for (Node item : items(name)) {
            sections.add(new CatalogFields(file, below(name) + "/" + sections.size(), line, item));
        }
        if (sections.isEmpty()) {
            refuse(name, "must be a list of mappings, at least one", "write a line that begins with - for each");
        }
        return sections;
    }

    String text(String name) {
        Node value = take(name);
        if (value instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.STR)
                && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        refuse(name, "must be text", value instanceof ScalarNode ? "put the value in quotes" : "give it a text");
        return "";
    }

    /** Text of at most {@code most} characters that the pattern matches as a whole; else adds the rule as a problem. */
    String text(String name, int most, String pattern, String rule, String remedy) {
        String text = text(name);
        if (!text.isEmpty() && (text.length() > most || !text.matches(pattern))) {
            refuse(name, rule, remedy);
        }
        return text;
    }

    String textOr(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** The constant of that name. */
    <E extends Enum<E>> E constant(String name, Class<E> type, boolean lowerCase) {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (text.equals(written(constant, lowerCase))) {
                return constant;
            }
        }
        if (!text.isEmpty()) {
            refuse(name, "is none of " + all(type, lowerCase), "choose one of them");
        }
        return type.getEnumConstants()[0];
    }

    static String all(Class<? extends Enum<?>> type, boolean lowerCase) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> written(constant, lowerCase))
                .collect(Collectors.joining(", "));
    }

    private static String written(Enum<?> constant, boolean lowerCase) {
        return lowerCase ? constant.name().toLowerCase(java.util.Locale.ROOT) : constant.name();
    }

    boolean flagOr(String name, boolean absent) {
        return has(name) ? flag(name) : absent;
    }

    boolean flag(String name) {
        if (take(name) instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().equalsIgnoreCase("true");
        }
        refuse(name, "must be true or false", "write one of them without quotes");
        return false;
    }

    int number(String name, int least, int most) {
        Node value = take(name);
        if (value instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && scalar.getValue().matches("-?[0-9]{1,9}")) {
            int number = Integer.parseInt(scalar.getValue());
            if (number >= least && number <= most) {
                return number;
            }
        }
        refuse(name, "must be a whole number from " + least + " to " + most, "write one without quotes");
        return least;
    }

    /** A positive number, with or without a fraction. */
    double positive(String name) {
        double number = decimal(take(name));
        if (number > 0) {
            return number;
        }
        refuse(name, "must be a number above 0", "write one without quotes");
        return 1;
    }

    /** Zero or a positive number, with or without a fraction. */
    double notNegative(String name) {
        double number = decimal(take(name));
        if (number >= 0) {
            return number;
        }
        refuse(name, "must be a number, 0 or more", "write one without quotes");
        return 0;
    }

    private static double decimal(@Nullable Node value) {
        if (value instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))
                && scalar.getValue().matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
            return Double.parseDouble(scalar.getValue());
        }
        return Double.NaN;
    }

    /** Numbers that increase, at least one. */
    List<Double> increasing(String name) {
        List<Double> numbers = new ArrayList<>();
        boolean good = true;
        for (Node item : items(name)) {
            double number = decimal(item);
            good &= !Double.isNaN(number) && (numbers.isEmpty() || number > numbers.get(numbers.size() - 1));
            numbers.add(number);
        }
        if (!good || numbers.isEmpty()) {
            refuse(name, "must be a list of numbers, each above the one before", "sort them and remove repeated ones");
        }
        return numbers;
    }

    /** Different scalars as they are written, at least one; numbers become their text. */
    List<String> list(String name) {
        List<String> texts = new ArrayList<>();
        boolean good = true;
        for (Node item : items(name)) {
            good &= item instanceof ScalarNode && !item.getTag().equals(Tag.NULL);
            texts.add(item instanceof ScalarNode scalar ? scalar.getValue() : "");
        }
        if (!good || texts.isEmpty() || Set.copyOf(texts).size() < texts.size()) {
            refuse(name, "must be a list of different values, at least one", "write it as [a, b] without repetitions");
        }
        return texts;
    }

    /** One scalar, or a list as {@link #list} reads it. */
    List<String> oneOrMore(String name) {
        return values.get(name) instanceof SequenceNode ? list(name) : List.of(scalar(name));
    }

    private String scalar(String name) {
        if (take(name) instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        refuse(name, "must be a value or a list of values", "write it as a or [a, b]");
        return "";
    }

    List<String> optionalList(String name) {
        return has(name) ? list(name) : List.of();
    }

    private List<Node> items(String name) {
        return take(name) instanceof SequenceNode sequence ? sequence.getValue() : List.of();
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
            refuse(name, "must be a time zone of the tz database", "write one, as Europe/Berlin");
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

    void refuse(String name, String rule, String remedy) {
        file.add(lines.getOrDefault(name, line), below(name), rule, remedy);
    }

    void refuseHere(String rule, String remedy) {
        file.add(line, path.isEmpty() ? "/" : path, rule, remedy);
    }

    void refuseUnread() {
        unread.forEach(name -> refuse(name, "is no field of the catalog", "remove it or correct its name"));
    }

    private String below(String name) {
        return path + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private @Nullable Node take(String name) {
        unread.remove(name);
        return values.get(name);
    }
}
