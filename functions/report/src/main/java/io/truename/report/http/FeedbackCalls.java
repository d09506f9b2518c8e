// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.corpus.Ids;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.Rules;
import io.truename.reviewing.feedback.Answer;
import io.truename.reviewing.feedback.FeedbackSummary;
import io.truename.reviewing.feedback.FeedbackSummary.Result;
import io.truename.reviewing.feedback.FeedbackTrend;
import io.truename.reviewing.feedback.PromoterScore;
import io.truename.reviewing.feedback.WilsonInterval;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Handlers of feedback: an answer, and the summary with its trend. */
final class FeedbackCalls {
    private static final int USUAL_WEEKS = 12;
    private static final int MOST_WEEKS = 104;
    private static final int MOST_SCORE = 10;

    private final ZoneId zone;
    private final Clock clock;

    FeedbackCalls(ZoneId zone, Clock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    EdgeResponse add(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        boolean named = body.has("segment");
        String segment = body.text("segment", "", FeedbackCalls::segment);
        Optional<Boolean> useful = body.has("useful") ? Optional.of(body.flag("useful", false)) : Optional.empty();
        OptionalInt score =
                body.has("score") ? OptionalInt.of((int) body.whole("score", 0, 0, MOST_SCORE)) : OptionalInt.empty();
        UUID id = body.text("id", UUID.randomUUID(), Ids::parse);
        body.refuseUnread();
        if (!named) {
            body.problem("segment", Rules.GIVEN + ": a report, an audience or an application", Rules.NOTHING);
        }
        if (useful.isEmpty() && score.isEmpty()) {
            body.problem("useful", Rules.GIVEN + ", or score", Rules.NOTHING);
        }
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        // The minute of an answer could be compared with a log of requests: the hour is enough for a trend.
        Answer answer = new Answer(segment, useful, score, clock.instant().truncatedTo(ChronoUnit.HOURS));
        boolean fresh =
                with.database().inTransaction(session -> with.money().feedback().add(session, id, answer));
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeBooleanField("new", fresh);
            json.writeEndObject();
        });
    }

    private static String segment(String text) {
        if (!text.matches(Answer.SEGMENT)) {
            throw new IllegalArgumentException(
                    "must have 1 to 40 small letters, digits and hyphens, a letter first, such as weekly-engineering");
        }
        return text;
    }

    EdgeResponse show(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        int weeks =
                query.whole("weeks", 1, MOST_WEEKS).orElse((long) USUAL_WEEKS).intValue();
        Optional<EdgeResponse> refusal = query.refusal("weeks");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Instant now = clock.instant();
        Instant from = FeedbackTrend.begin(now, weeks, zone);
        List<Answer> answers = with.database()
                .with(session -> with.money().feedback().answers(session, from, now.plus(1, ChronoUnit.HOURS)));
        FeedbackSummary summary = FeedbackSummary.of(answers);
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("from", from.toString());
            json.writeFieldName("all");
            write(json, summary.all());
            json.writeArrayFieldStart("segments");
            for (Result segment : summary.segments()) {
                write(json, Optional.of(segment));
            }
            json.writeEndArray();
            json.writeNumberField("hidden", summary.hidden());
            json.writeArrayFieldStart("weeks");
            for (FeedbackTrend.Week week : FeedbackTrend.of(answers, now, weeks, zone)) {
                json.writeStartObject();
                json.writeStringField("from", week.from().toString());
                json.writeStringField("until", week.until().toString());
                json.writeFieldName("all");
                write(json, week.all());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Optional<Result> shown) throws IOException {
        if (shown.isEmpty()) {
            json.writeNull();
            return;
        }
        Result result = shown.get();
        Optional<WilsonInterval> useful = result.useful();
        Optional<PromoterScore> score = result.score();
        json.writeStartObject();
        json.writeStringField("segment", result.segment());
        json.writeNumberField("answers", result.answers());
        Numbers.share(json, "useful", useful.map(interval -> (double) result.yes() / result.asked()));
        Numbers.share(json, "low", useful.map(WilsonInterval::low));
        Numbers.share(json, "high", useful.map(WilsonInterval::high));
        Numbers.share(json, "score", score.map(PromoterScore::score));
        Numbers.share(json, "margin", score.map(PromoterScore::margin));
        json.writeEndObject();
    }
}
