// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.FunctionClient;
import io.truename.local.story.MismatchException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;

/** Scans of {@code probe} over the whole corpus, and its findings as alerts see them. */
final class Scans {
    private static final String FINDINGS = "probe/findings_open";

    private final FunctionClient probe;
    private final MetricPoints points;

    Scans(URI gateway, MetricPoints points) {
        this.probe = new FunctionClient(gateway, "probe");
        this.points = points;
    }

    FunctionClient probe() {
        return probe;
    }

    /** Waits until the number of open findings of a kind, after a scan, is as wanted. */
    void await(String kind, DoublePredicate wanted) throws InterruptedException {
        points.await(FINDINGS, "metric.labels.kind=\"" + kind + "\"", "probe-stalled-scans", wanted);
    }

    /** Scans the corpus; the probe looks at the stages as well. */
    void scan() throws InterruptedException {
        JsonNode scan = probe.post("/scans", "{\"kind\":\"full\"}");
        while (scan.path("state").asText().equals("RUNNING")) {
            TimeUnit.MILLISECONDS.sleep(200);
            scan = probe.get("/scans/" + scan.path("id").asText());
        }
        if (!scan.path("state").asText().equals("DONE")) {
            throw new MismatchException(
                    "the scan ended as " + scan.path("state").asText());
        }
    }
}
