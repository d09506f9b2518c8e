// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.grpc;

import com.google.protobuf.Message;
import io.truename.alerting.query.Field;
import io.truename.alerting.query.Filter;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Filters descriptors by type and cuts them into pages. */
final class DescriptorPages {
    private static final int MOST = 10_000;

    private DescriptorPages() {}

    /** Descriptors of one page; the token is empty if it is the last. */
    record Page<T>(List<T> items, String next) {}

    /**
     * Returns a page of descriptors.
     *
     * @param all the descriptors by type
     * @param question the request without page token and size
     */
    static <T> Page<T> page(
            List<T> all, Function<T, String> type, Filter filter, Message question, String token, int size) {
        PageToken from = PageToken.read(token, question);
        int room = size <= 0 ? MOST : Math.min(size, MOST);
        List<T> items = new ArrayList<>();
        for (T item : all) {
            String name = type.apply(item);
            if (name.compareTo(from.key()) <= 0 || !filter.accepts(SeriesKey.of(name, Map.of(), name, Map.of()))) {
                continue;
            }
            if (items.size() == room) {
                String last = type.apply(items.get(items.size() - 1));
                return new Page<>(items, new PageToken(last, 0).write(question));
            }
            items.add(item);
        }
        return new Page<>(items, "");
    }

    /**
     * Reads a filter of descriptors.
     *
     * @throws MonitoringException if it looks at anything but the field {@code only}
     */
    static Filter filter(String text, Field.Kind only) {
        Filter filter = Filter.parse(text);
        for (Field.Kind kind : Field.Kind.values()) {
            if (kind != only && filter.uses(kind)) {
                throw MonitoringException.invalid("In the local cloud these descriptors are filtered by "
                        + (only == Field.Kind.METRIC_TYPE ? "metric.type" : "resource.type") + " alone.");
            }
        }
        return filter;
    }
}
