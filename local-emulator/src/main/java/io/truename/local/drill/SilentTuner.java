// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.FunctionClient;
import java.time.Duration;
import java.util.List;

/** Paused schedule, without which the tuner publishes no threshold. */
final class SilentTuner implements Cause {
    private static final String METRIC = "tune/threshold";
    private static final String SCHEDULE = "tune-ticks";
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final FunctionClient cloud;
    private final MetricPoints points;

    SilentTuner(FunctionClient cloud, MetricPoints points) {
        this.cloud = cloud;
        this.points = points;
    }

    @Override
    public String name() {
        return "the schedule of the tuner is paused";
    }

    @Override
    public List<String> opens() {
        return List.of("threshold-stale");
    }

    /** The alert wants a series that had points. */
    @Override
    public void begin() throws InterruptedException {
        cloud.post("/schedules/" + SCHEDULE + "/pause", "{}");
        points.awaitWrite(METRIC, SCHEDULE);
    }

    /** A tick that is under way would write again after the silence of the first scene, and its gauge go on for hours. */
    @Override
    public void awaitPoints(boolean ended) throws InterruptedException {
        Patience.await(PAUSE, "the tuner does not answer its ticks", () -> ended || !isTicking());
    }

    private boolean isTicking() throws InterruptedException {
        for (JsonNode topic : cloud.get("/status?log=off").path("topics")) {
            for (JsonNode subscription : topic.path("subscriptions")) {
                if (topic.path("name").asText().equals(SCHEDULE)
                        && subscription.path("backlog").asInt()
                                        + subscription.path("outstanding").asInt()
                                > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void end() throws InterruptedException {
        cloud.post("/schedules/" + SCHEDULE + "/resume", "{}");
        points.awaitWrite(METRIC, SCHEDULE);
    }
}
