// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.truename.local.story.FunctionClient;
import io.truename.local.story.MismatchException;
import io.truename.local.story.StoryFailedException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** HTTP client of {@code tune}, for one alert. */
final class TuneClient {
    /** The alert whose threshold is tuned. */
    static final String ALERT = "generation-latency-shifted";

    private static final String BODY = "{\"alert\":\"" + ALERT + "\"}";
    private static final String SERIES =
            "/metrics/query?metric=" + encoded("custom.googleapis.com/truename/tune/threshold") + "&filter="
                    + encoded("metric.labels.policy=\"" + ALERT + "\" AND metric.labels.severity=\"high\"");
    private static final int LOOKS = 600;
    private static final int PAUSE_MILLIS = 200;

    private final FunctionClient tune;
    private final FunctionClient cloud;

    TuneClient(URI gateway, FunctionClient cloud) {
        this.tune = new FunctionClient(gateway, "tune");
        this.cloud = cloud;
    }

    /** Goes back to the catalog's threshold. */
    void rollBack() throws InterruptedException {
        while (inForce().isObject()) {
            tune.post("/rollback", BODY);
        }
    }

    /** The threshold in force that the alert compares with; missing if it is the catalog's. */
    private JsonNode inForce() throws InterruptedException {
        for (JsonNode threshold : tune.get("/thresholds?alert=" + ALERT).path("items")) {
            if (!threshold.hasNonNull("endedAt")
                    && threshold.path("severity").asText().equals("high")) {
                return threshold;
            }
        }
        return MissingNode.getInstance();
    }

    /** Has thresholds proposed from the last days, and waits for them. */
    ProposedThresholds propose(int days) throws InterruptedException {
        String id = tune.post("/proposals", "{\"alerts\":[\"" + ALERT + "\"],\"days\":" + days + "}")
                .path("id")
                .asText();
        for (int look = 0; look < LOOKS; look++) {
            JsonNode proposal = tune.get("/proposals/" + id);
            JsonNode part = proposal.at("/parts/0");
            if (part.hasNonNull("error")) {
                throw new MismatchException(
                        "tune cannot propose a threshold: " + part.path("error").asText());
            }
            if (proposal.path("state").asText().equals("READY")) {
                return new ProposedThresholds(id, part.path("result"));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new StoryFailedException(
                "no step of the proposal " + id + " was made: look at the log of tune.", false, null);
    }

    /** Applies a proposal. Returns the threshold of this hour when it is published. */
    double apply(ProposedThresholds proposed) throws InterruptedException {
        tune.post("/proposals/" + proposed.id() + "/apply", "{\"reason\":\"The story shows it.\"}");
        double threshold = Double.NaN;
        for (int look = 0; look < LOOKS; look++) {
            // Another hour may have begun.
            threshold = inForce().path("now").asDouble(Double.NaN);
            JsonNode points = cloud.get(SERIES).at("/series/0/points");
            double newest = points.path(points.size() - 1).path(1).asDouble();
            if (Math.abs(newest - threshold) <= 1e-6 * threshold) {
                return threshold;
            }
            // A series takes a point in five seconds at most: a tick just before came first.
            cloud.post("/schedules/tune-ticks/run", "{}");
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new MismatchException("the tuned threshold " + threshold + " was not published");
    }

    /** The higher threshold of this hour and the next, in which the story goes on. */
    double highestSoon() throws InterruptedException {
        JsonNode hours = inForce().path("hours");
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        int hour = 24 * (now.getDayOfWeek().getValue() - 1) + now.getHour();
        return Math.max(
                hours.path(hour % hours.size()).asDouble(),
                hours.path((hour + 1) % hours.size()).asDouble());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
