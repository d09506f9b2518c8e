// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.promql.Expression.Binary;
import io.truename.alerting.promql.Expression.Matching;
import io.truename.alerting.series.MonitoringException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Operators between numbers and vectors, with vector matching as Prometheus' documentation of operators defines it. */
final class Operators {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<=", ">=", "<", ">");

    private Operators() {}

    static double ofNumbers(String operator, double left, double right) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "%" -> left % right;
            case "^" -> Math.pow(left, right);
            default -> holds(operator, left, right) ? 1 : 0;
        };
    }

    private static boolean holds(String operator, double left, double right) {
        return switch (operator) {
            case "==" -> left == right;
            case "!=" -> left != right;
            case "<=" -> left <= right;
            case ">=" -> left >= right;
            case "<" -> left < right;
            case ">" -> left > right;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** Each element with a number; {@code numberFirst} if the number stands on the left. */
    static List<Element> withNumber(Binary binary, List<Element> vector, double number, boolean numberFirst) {
        List<Element> result = new ArrayList<>();
        for (Element element : vector) {
            double left = numberFirst ? number : element.value();
            double right = numberFirst ? element.value() : number;
            if (!COMPARISONS.contains(binary.operator()) || binary.bool()) {
                result.add(element.derived(ofNumbers(binary.operator(), left, right)));
            } else if (holds(binary.operator(), left, right)) {
                result.add(element);
            }
        }
        return result;
    }

    static List<Element> ofVectors(Binary binary, List<Element> left, List<Element> right) {
        Matching matching = binary.matching();
        return switch (binary.operator()) {
            case "and" -> kept(left, keys(right, matching), matching, true);
            case "unless" -> kept(left, keys(right, matching), matching, false);
            case "or" -> {
                List<Element> either = new ArrayList<>(left);
                either.addAll(kept(right, keys(left, matching), matching, false));
                yield either;
            }
            default -> matched(binary, left, right);
        };
    }

    private static List<Element> kept(
            List<Element> elements, Set<SortedMap<String, String>> others, Matching matching, boolean wanted) {
        return elements.stream()
                .filter(element -> others.contains(key(element, matching)) == wanted)
                .toList();
    }

    private static Set<SortedMap<String, String>> keys(List<Element> elements, Matching matching) {
        Set<SortedMap<String, String>> keys = new HashSet<>();
        elements.forEach(element -> keys.add(key(element, matching)));
        return keys;
    }

    private static SortedMap<String, String> key(Element element, Matching matching) {
        if (matching.on()) {
            return Element.only(element.labels(), matching.labels());
        }
        SortedMap<String, String> key = Element.without(element.labels(), Element.NAME);
        key.keySet().removeAll(matching.labels());
        return key;
    }

    private static List<Element> matched(Binary binary, List<Element> left, List<Element> right) {
        boolean oneOnTheLeft = binary.matching().group().equals(java.util.Optional.of("group_right"));
        List<Element> ones = oneOnTheLeft ? left : right;
        List<Element> many = oneOnTheLeft ? right : left;
        Map<SortedMap<String, String>, Element> byKey = new HashMap<>();
        for (Element one : ones) {
            if (byKey.put(key(one, binary.matching()), one) != null) {
                throw refused("two series of the " + (oneOnTheLeft ? "left" : "right")
                        + " side have the same matching labels");
            }
        }
        List<Element> result = new ArrayList<>();
        Set<SortedMap<String, String>> taken = new HashSet<>();
        for (Element element : many) {
            SortedMap<String, String> key = key(element, binary.matching());
            Element one = byKey.get(key);
            if (one == null) {
                continue;
            }
            double first = oneOnTheLeft ? one.value() : element.value();
            double second = oneOnTheLeft ? element.value() : one.value();
            boolean filters = COMPARISONS.contains(binary.operator()) && !binary.bool();
            if (filters && !holds(binary.operator(), first, second)) {
                continue;
            }
            SortedMap<String, String> labels = labels(binary, element, one, filters);
            boolean grouped = binary.matching().group().isPresent();
            if (!taken.add(grouped ? labels : key)) {
                throw refused(
                        grouped
                                ? "two results have the same labels"
                                : "two series of the left side match one of the right");
            }
            result.add(new Element(labels, filters ? first : ofNumbers(binary.operator(), first, second)));
        }
        return result;
    }

    private static SortedMap<String, String> labels(Binary binary, Element many, Element one, boolean filters) {
        Matching matching = binary.matching();
        SortedMap<String, String> labels =
                filters ? new TreeMap<>(many.labels()) : Element.without(many.labels(), Element.NAME);
        if (matching.group().isEmpty()) {
            if (matching.on()) {
                labels.keySet().retainAll(matching.labels());
            } else {
                labels.keySet().removeAll(matching.labels());
            }
        }
        for (String label : matching.include()) {
            String value = one.labels().get(label);
            if (value == null) {
                labels.remove(label);
            } else {
                labels.put(label, value);
            }
        }
        return labels;
    }

    private static MonitoringException refused(String problem) {
        return MonitoringException.invalid("The query cannot be answered: " + problem
                + ". Aggregate one side, or match by more labels with on, ignoring, group_left or group_right.");
    }
}
