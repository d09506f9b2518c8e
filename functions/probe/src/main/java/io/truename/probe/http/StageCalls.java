// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.QueryParameters;
import io.truename.probing.stage.StageIds;
import io.truename.probing.stage.StagePair;
import io.truename.probing.stage.StageReport;
import io.truename.probing.stage.StageTime;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code GET /stages}: how consecutive stages agree, which documents never came out, and how long each stage takes. */
final class StageCalls {
    private static final int USUAL_HOURS = 24;
    private static final int MOST_HOURS = 168;
    private static final double THOUSAND = 1_000;

    private final Clock clock;

    StageCalls(Clock clock) {
        this.clock = clock;
    }

    EdgeResponse show(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int hours = hours(query);
        return query.refusal("hours").orElseGet(() -> {
            Instant now = clock.instant();
            return answer(with.stages().reports().read(now.minus(Duration.ofHours(hours)), now), hours);
        });
    }

    /** The parameter {@code hours}: length of the window that ends now. */
    static int hours(QueryParameters query) {
        return query.whole("hours", 1, MOST_HOURS).orElse((long) USUAL_HOURS).intValue();
    }

    private static EdgeResponse answer(StageReport report, int hours) {
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("since", report.since().toString());
            json.writeNumberField("hours", hours);
            json.writeNumberField("documents", report.documents());
            json.writeBooleanField("complete", report.complete());
            json.writeArrayFieldStart("stages");
            for (StageIds ids : report.stages()) {
                stage(json, ids);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("pairs");
            for (StagePair pair : report.pairs()) {
                pair(json, pair);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("times");
            for (StageTime time : report.times()) {
                time(json, time);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void stage(JsonGenerator json, StageIds ids) throws IOException {
        json.writeStartObject();
        json.writeStringField("stage", ids.stage().word());
        json.writeNumberField("documents", ids.documents());
        json.writeNumberField("right", ids.right());
        json.writeNumberField("wrong", ids.wrong());
        json.writeNumberField("unknown", ids.unknown());
        json.writeNumberField("wrongChunks", ids.wrongChunks());
        json.writeNumberField("fewerRows", ids.fewerRows());
        texts(json, "samples", ids.samples());
        json.writeEndObject();
    }

    private static void pair(JsonGenerator json, StagePair pair) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", pair.from().word());
        json.writeStringField("to", pair.to().word());
        json.writeNumberField("agree", pair.agree());
        json.writeNumberField("differ", pair.differ());
        json.writeNumberField("missing", pair.missing());
        json.writeNumberField("waiting", pair.waiting());
        share(json, "agreement", pair.agreement());
        texts(json, "differing", pair.differing());
        texts(json, "stuck", pair.stuck());
        json.writeEndObject();
    }

    private static void time(JsonGenerator json, StageTime time) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", time.from().word());
        json.writeStringField("stage", time.stage().word());
        json.writeNumberField("documents", time.documents());
        boolean known = time.documents() > 0;
        seconds(json, "medianSeconds", Optional.of(time.median()).filter(value -> known));
        seconds(json, "p99Seconds", Optional.of(time.p99()).filter(value -> known));
        seconds(json, "longestSeconds", Optional.of(time.longest()).filter(value -> known));
        seconds(json, "limitSeconds", time.limit());
        seconds(json, "workingSeconds", time.working());
        json.writeEndObject();
    }

    /** A share from 0 to 1, rounded down to four digits so that 1 means all; null if it is not known. */
    static void share(JsonGenerator json, String name, OptionalDouble share) throws IOException {
        if (share.isPresent()) {
            json.writeNumberField(name, Math.floor(share.getAsDouble() * 10 * THOUSAND) / (10 * THOUSAND));
        } else {
            json.writeNullField(name);
        }
    }

    private static void seconds(JsonGenerator json, String name, Optional<Duration> time) throws IOException {
        if (time.isPresent()) {
            json.writeNumberField(name, time.get().toMillis() / THOUSAND);
        } else {
            json.writeNullField(name);
        }
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
