// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Aggregation operators, as Prometheus' documentation of operators defines them. */
final class Aggregations {
    private Aggregations() {}

    /** Least first; values that are no number last. */
    private static final Comparator<Element> RISING = Comparator.comparingDouble(Element::value);

    private static final Comparator<Element> FALLING = Comparator.comparing(
                    (Element element) -> Double.isNaN(element.value()))
            .thenComparing(RISING.reversed());

    static List<Element> of(Expression.Aggregation aggregation, List<Element> vector, double parameter) {
        Map<SortedMap<String, String>, List<Element>> groups = new LinkedHashMap<>();
        for (Element element : vector) {
            SortedMap<String, String> group;
            if (aggregation.without()) {
                group = Element.without(element.labels(), Element.NAME);
                group.keySet().removeAll(aggregation.labels());
            } else {
                group = Element.only(element.labels(), aggregation.labels());
            }
            groups.computeIfAbsent(group, absent -> new ArrayList<>()).add(element);
        }
        List<Element> result = new ArrayList<>();
        groups.forEach((labels, members) -> {
            switch (aggregation.operator()) {
                case "topk" -> result.addAll(first(members, parameter, FALLING));
                case "bottomk" -> result.addAll(first(members, parameter, RISING));
                case "count_values" -> result.addAll(counted(labels, members, text(aggregation)));
                default -> result.add(new Element(labels, value(aggregation.operator(), members, parameter)));
            }
        });
        return result;
    }

    private static List<Element> first(List<Element> members, double number, Comparator<Element> order) {
        return members.stream().sorted(order).limit(Math.max(0, (long) number)).toList();
    }

    private static String text(Expression.Aggregation aggregation) {
        return ((Expression.Text) aggregation.parameter().orElseThrow()).value();
    }

    private static List<Element> counted(SortedMap<String, String> labels, List<Element> members, String label) {
        Map<String, Long> counts = members.stream()
                .collect(Collectors.groupingBy(
                        member -> written(member.value()), LinkedHashMap::new, Collectors.counting()));
        List<Element> result = new ArrayList<>();
        counts.forEach((value, count) -> {
            SortedMap<String, String> more = new TreeMap<>(labels);
            more.put(label, value);
            result.add(new Element(more, count));
        });
        return result;
    }

    private static String written(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }

    private static double value(String operator, List<Element> members, double parameter) {
        double[] values = members.stream().mapToDouble(Element::value).toArray();
        return switch (operator) {
            case "sum" -> Arrays.stream(values).sum();
            case "min" -> RangeFunctions.least(values);
            case "max" -> RangeFunctions.most(values);
            case "avg" -> Arrays.stream(values).average().orElse(Double.NaN);
            case "count" -> values.length;
            case "stddev" -> Math.sqrt(RangeFunctions.variance(values));
            case "stdvar" -> RangeFunctions.variance(values);
            case "group" -> 1;
            case "quantile" -> RangeFunctions.quantile(parameter, values);
            default -> throw new IllegalArgumentException(operator);
        };
    }
}
