// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.billing.BillingException;
import io.truename.billing.CatalogPrices;
import io.truename.catalog.Prices;
import io.truename.costing.price.Price;
import io.truename.costing.price.Tier;
import io.truename.edge.corpus.JsonPages;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.Rules;
import io.truename.report.money.InstalledPrices;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Handlers of the price table. */
final class PriceCalls {
    private static final int MOST_SERVICES = 20;
    private static final int MOST_LEFT_OUT = 100;

    private final ReportEvents events;
    private final ZoneId zone;
    private final Clock clock;

    PriceCalls(ReportEvents events, ZoneId zone, Clock clock) {
        this.events = events;
        this.zone = zone;
        this.clock = clock;
    }

    /** Adds prices, each in place of the one of its key and day, or replaces the whole table. */
    EdgeResponse add(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        PriceBody body = PriceBody.read(request, problems);
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        with.database().inTransaction(session -> {
            if (body.replace()) {
                with.money().prices().replace(session, InstalledPrices.of(Prices.installed()), body.prices());
            } else {
                with.money().prices().add(session, body.prices());
            }
            return true;
        });
        events.pricesTaken(body.prices().size());
        return taken(body.prices().size(), List.of());
    }

    /** Reads the price list of some services, and adds it: all of it, or nothing. */
    EdgeResponse refresh(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        List<String> services = body.texts("services", MOST_SERVICES, "services", CatalogPrices::requireService);
        String currency = body.text("currency", "USD", PriceCalls::currency);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        List<Price> prices = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        try {
            for (String service : services.stream().distinct().toList()) {
                CatalogPrices.Found found = with.money().catalog().read(service, currency);
                prices.addAll(found.prices());
                leftOut.addAll(found.leftOut());
            }
        } catch (BillingException refused) {
            return refused.unknown()
                    ? Problem.of(404, "There is no such price list", refused.sentence())
                            .response()
                    : Problem.of(503, "This cannot be done now", refused.sentence())
                            .response();
        }
        with.database().inTransaction(session -> {
            with.money().prices().add(session, prices);
            return true;
        });
        events.pricesTaken(prices.size());
        return taken(prices.size(), leftOut);
    }

    private static String currency(String text) {
        if (!text.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("must have three capital letters, such as USD");
        }
        return text;
    }

    private static EdgeResponse taken(int prices, List<String> leftOut) {
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("prices", prices);
            json.writeNumberField("leftOut", leftOut.size());
            json.writeArrayFieldStart("reasons");
            for (String reason : leftOut.stream().limit(MOST_LEFT_OUT).toList()) {
                json.writeString(reason);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        LocalDate day = query.read("on", "on must be a date, such as 2026-11-01", PriceCalls::date)
                .orElse(LocalDate.ofInstant(clock.instant(), zone));
        int limit = query.limit();
        Optional<String> after = query.after(PriceCalls::cursor);
        return query.refusal("on, limit and after")
                .orElseGet(() -> JsonPages.of(
                        with.database().with(session -> with.money().prices().on(session, day, limit, after)),
                        PriceCalls::write));
    }

    private static LocalDate date(String text) {
        if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            throw new IllegalArgumentException(text);
        }
        try {
            return LocalDate.parse(text);
        } catch (java.time.DateTimeException none) {
            throw new IllegalArgumentException(text, none);
        }
    }

    private static String cursor(String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(Rules.GIVEN);
        }
        return text;
    }

    private static void write(JsonGenerator json, Price price) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", price.key());
        json.writeStringField("from", price.from().toString());
        json.writeStringField("unit", price.unit());
        json.writeStringField("baseUnit", price.baseUnit());
        Numbers.write(json, "baseUnits", price.baseUnits());
        json.writeStringField("currency", price.currency());
        json.writeStringField("level", price.aggregation().level().name().toLowerCase(Locale.ROOT));
        json.writeStringField("interval", price.aggregation().interval().name().toLowerCase(Locale.ROOT));
        json.writeStringField("source", price.source());
        json.writeArrayFieldStart("tiers");
        for (Tier tier : price.tiers()) {
            json.writeStartObject();
            Numbers.write(json, "start", tier.start());
            Numbers.write(json, "each", tier.each());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
