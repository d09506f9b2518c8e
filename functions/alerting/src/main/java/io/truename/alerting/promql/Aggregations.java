// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Aggregation operators, as Prometheus' documentation of operators defines them. */
final class Aggregations {
    private Aggregations() {}

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
                case "topk" ->
                    result.addAll(first(
                            members,
                            parameter,
                            Comparator.comparingDouble(Element::value).reversed()));
                case "bottomk" -> result.addAll(first(members, parameter, Comparator.comparingDouble(Element::value)));
                default -> result.add(new Element(labels, value(aggregation.operator(), members, parameter)));
            }
        });
        return result;
    }

    private static List<Element> first(List<Element> members, double number, Comparator<Element> order) {
        return members.stream().sorted(order).limit(Math.max(0, (long) number)).toList();
    }

    private static double value(String operator, List<Element> members, double parameter) {
        double[] values = members.stream().mapToDouble(Element::value).toArray();
        return switch (operator) {
            case "sum" -> Arrays.stream(values).sum();
            case "min" -> Arrays.stream(values).min().orElse(Double.NaN);
            case "max" -> Arrays.stream(values).max().orElse(Double.NaN);
            case "avg" -> Arrays.stream(values).average().orElse(Double.NaN);
            case "count" -> values.length;
            case "stddev" -> RangeFunctions.deviation(values);
            case "group" -> 1;
            case "quantile" -> RangeFunctions.quantile(parameter, values);
            default -> throw new IllegalArgumentException(operator);
        };
    }
}
