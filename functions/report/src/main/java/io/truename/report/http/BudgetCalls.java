// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.costing.budget.BudgetLedger;
import io.truename.costing.budget.BudgetNotification;
import io.truename.costing.budget.BudgetPace;
import io.truename.costing.budget.BudgetPeriod;
import io.truename.costing.budget.BudgetState;
import io.truename.costing.json.JsonFields;
import io.truename.edge.corpus.JsonPages;
import io.truename.edge.event.PushMessage;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.Page;
import io.truename.reporting.Absence;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Handlers of budgets: notifications of Cloud Billing, and the pace. */
final class BudgetCalls {
    /** A budget that was silent for a year is shown no more. */
    private static final Duration SHOWN = Duration.ofDays(400);

    /** Clocks of two servers may differ. */
    private static final Duration MOST_AHEAD = Duration.ofHours(1);

    private final Clock clock;

    BudgetCalls(Clock clock) {
        this.clock = clock;
    }

    /** Keeps a notification: a message with its attributes, or a body that has those among its fields. */
    Outcome take(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonFields data = BodyMap.read(request.bytes(), problems);
        Optional<BudgetNotification> told = Optional.empty();
        if (problems.found() == 0) {
            try {
                told = Optional.of(read(request, data));
            } catch (IllegalArgumentException unreadable) {
                BodyMap.refuse(problems, "", unreadable);
            }
        }
        if (told.isEmpty()) {
            return Outcome.never(problems);
        }
        BudgetNotification notification = told.get();
        boolean fresh =
                with.database().inTransaction(session -> with.money().budgets().keep(session, notification));
        return Outcome.done(EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeBooleanField("new", fresh);
            json.writeEndObject();
        }));
    }

    private BudgetNotification read(EdgeRequest request, JsonFields data) {
        Instant now = clock.instant();
        JsonFields head = request.message()
                .map(message -> JsonFields.of(message.attributes()))
                .orElse(data);
        Instant publishedAt = request.message().isPresent()
                ? request.message().flatMap(PushMessage::publishedAt).orElse(now)
                : data.requireTime("publishedAt");
        if (publishedAt.isAfter(now.plus(MOST_AHEAD))) {
            // It would hide every later notification.
            throw data.wrong("publishedAt", "is in the future", "send the time of the message");
        }
        return BudgetNotification.read(head, data, publishedAt);
    }

    EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        BudgetPeriod period = query.read("period", "period must be month, quarter or year", BudgetCalls::period)
                .orElse(BudgetPeriod.MONTH);
        int limit = query.limit();
        Optional<String> after = query.after(text -> text);
        Optional<EdgeResponse> refusal = query.refusal("period, limit and after");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Instant now = clock.instant();
        BudgetLedger ledger =
                with.database().with(session -> with.money().budgets().ledger(session, now.minus(SHOWN)));
        List<String> shown = ledger.budgets().stream()
                .filter(budget -> after.isEmpty() || budget.compareTo(after.get()) > 0)
                .limit(limit + 1L)
                .toList();
        return JsonPages.of(
                Page.of(shown, limit, budget -> budget), (json, budget) -> write(json, ledger, budget, period, now));
    }

    private static BudgetPeriod period(String word) {
        for (BudgetPeriod period : BudgetPeriod.values()) {
            if (period.name().toLowerCase(Locale.ROOT).equals(word)) {
                return period;
            }
        }
        throw new IllegalArgumentException(word);
    }

    private static void write(JsonGenerator json, BudgetLedger ledger, String budget, BudgetPeriod period, Instant now)
            throws IOException {
        BudgetPace pace = BudgetPace.of(ledger, budget, period, now);
        Optional<BudgetState> state = pace.state();
        Optional<BudgetNotification> latest = state.map(BudgetState::latest);
        boolean known = pace.absence().isEmpty();
        json.writeStartObject();
        json.writeStringField("budget", budget);
        json.writeStringField("name", latest.map(BudgetNotification::name).orElse(""));
        json.writeStringField("account", latest.map(BudgetNotification::account).orElse(""));
        json.writeStringField("periodStart", period.start(now).toString());
        json.writeStringField("periodEnd", period.end(now).toString());
        JsonOutput.optional(json, "word", pace.absence().map(Absence::word));
        JsonOutput.optional(json, "toldAt", latest.map(BudgetNotification::publishedAt));
        JsonOutput.optional(json, "currency", latest.map(BudgetNotification::currency));
        Numbers.write(json, "cost", latest.map(BudgetNotification::cost));
        Numbers.write(json, "amount", latest.map(BudgetNotification::amount).filter(amount -> amount.signum() > 0));
        Numbers.share(json, "spent", Optional.of(pace.spent()).filter(share -> known));
        Numbers.share(json, "elapsed", Optional.of(pace.elapsed()).filter(share -> state.isPresent()));
        Numbers.share(json, "pace", pace.ratio());
        Numbers.write(json, "foretold", pace.foretold());
        json.writeArrayFieldStart("thresholds");
        if (state.isPresent()) {
            thresholds(json, "cost", state.get().alerts());
            thresholds(json, "forecast", state.get().forecasts());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void thresholds(JsonGenerator json, String of, NavigableMap<BigDecimal, Instant> first)
            throws IOException {
        for (Map.Entry<BigDecimal, Instant> threshold : first.entrySet()) {
            json.writeStartObject();
            json.writeStringField("of", of);
            Numbers.write(json, "share", threshold.getKey());
            json.writeStringField("firstAt", threshold.getValue().toString());
            json.writeEndObject();
        }
    }
}
