// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code label_replace}: a label by a pattern over another, as Prometheus' documentation of query functions defines it. */
final class LabelReplacement {
    private static final Pattern GROUP = Pattern.compile("\\$(?:([0-9a-zA-Z_]+)|\\{([0-9a-zA-Z_]+)}|(\\$))");

    private static final Pattern BRACE = Pattern.compile("(?<!\\\\|\\\\[pPx])\\{(?![0-9]+(?:,[0-9]*)?})");

    private LabelReplacement() {}

    /** Compiles a pattern of Prometheus: named groups are {@code (?P<name>}, and a brace without a number is a brace. */
    static Pattern compiled(String pattern) {
        return Pattern.compile(BRACE.matcher(pattern.replace("(?P<", "(?<")).replaceAll("\\\\{"), Pattern.DOTALL);
    }

    static List<Element> of(List<Element> vector, String label, String replacement, String source, String pattern) {
        Pattern compiled = compiled(pattern);
        List<Element> result = new ArrayList<>();
        for (Element element : vector) {
            SortedMap<String, String> labels = new TreeMap<>(element.labels());
            Matcher found = compiled.matcher(labels.getOrDefault(source, ""));
            if (found.matches()) {
                String value = GROUP.matcher(replacement)
                        .replaceAll(group -> Matcher.quoteReplacement(expanded(found, group)));
                if (value.isEmpty()) {
                    labels.remove(label);
                } else {
                    labels.put(label, value);
                }
            }
            result.add(new Element(labels, element.value()));
        }
        return result;
    }

    /** A group that does not exist is empty, as in Go. */
    private static String expanded(Matcher found, MatchResult group) {
        if (group.group(3) != null) {
            return "$";
        }
        String name = group.group(1) != null ? group.group(1) : group.group(2);
        try {
            String value =
                    name.chars().allMatch(Character::isDigit) ? found.group(Integer.parseInt(name)) : found.group(name);
            return value == null ? "" : value;
        } catch (IllegalArgumentException | IndexOutOfBoundsException absent) {
            return "";
        }
    }
}
