// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.truename.local.story.FunctionClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.DoublePredicate;

/** Points of our own metrics. Functions write them at most every five seconds, so that one who waits for a value asks again. */
final class MetricPoints {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final FunctionClient cloud;

    MetricPoints(FunctionClient cloud) {
        this.cloud = cloud;
    }

    /**
     * Waits until the newest point is as wanted.
     *
     * @param filter of the series, in the language of Monitoring; may be empty
     * @param schedule that makes the function write, which otherwise does so within a minute
     */
    void await(String metric, String filter, String schedule, DoublePredicate wanted) throws InterruptedException {
        Patience.await(PAUSE, "no point of " + metric + " came that shows the cause", () -> {
            boolean shown = isNewest(metric, filter, wanted);
            wake(schedule, shown);
            return shown;
        });
    }

    /** Waits until a function has written another point of a metric. */
    void awaitWrite(String metric, String schedule) throws InterruptedException {
        String before = newest(metric);
        Patience.await(PAUSE, "no other point of " + metric + " came", () -> {
            boolean written = !newest(metric).equals(before);
            wake(schedule, written);
            return written;
        });
    }

    private void wake(String schedule, boolean done) throws InterruptedException {
        if (!done) {
            cloud.post("/schedules/" + schedule + "/run", "{}");
        }
    }

    private String newest(String metric) throws InterruptedException {
        String newest = "";
        for (JsonNode series : query(metric, "").path("series")) {
            JsonNode points = series.path("points");
            String last =
                    points.isEmpty() ? "" : points.get(points.size() - 1).get(0).asText();
            newest = last.compareTo(newest) > 0 ? last : newest;
        }
        return newest;
    }

    private JsonNode query(String metric, String filter) throws InterruptedException {
        return cloud.get("/metrics/query?metric=" + encoded("custom.googleapis.com/truename/" + metric) + "&filter="
                + encoded(filter));
    }

    /** Whether the newest point is as wanted; an instance that was replaced may have left older ones. */
    private boolean isNewest(String metric, String filter, DoublePredicate wanted) throws InterruptedException {
        JsonNode newest = MissingNode.getInstance();
        for (JsonNode series : query(metric, filter).path("series")) {
            JsonNode last = series.path("points").path(series.path("points").size() - 1);
            newest = last.path(0).asText().compareTo(newest.path(0).asText()) > 0 ? last : newest;
        }
        return !newest.isMissingNode() && wanted.test(newest.path(1).asDouble());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
