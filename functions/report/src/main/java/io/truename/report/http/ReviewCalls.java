// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.costing.json.JsonFields;
import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblems;
import io.truename.reviewing.arithmetic.Claim;
import io.truename.reviewing.arithmetic.ClaimReader;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code POST /reviews}: numbers of a report that cannot be right. */
final class ReviewCalls {
    private static final int MOST = 1_000;

    private final ZoneId zone;
    private final Clock clock;

    ReviewCalls(ZoneId zone, Clock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    /** A claim that does not fit, by its place in the request. */
    private record Found(int claim, Claim.Finding finding) {}

    EdgeResponse review(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonFields body = BodyMap.read(request.bytes(), problems);
        List<Claim> claims = new ArrayList<>();
        if (problems.found() == 0) {
            try {
                body.requireKnown("claims");
                List<JsonFields> items = body.objects("claims");
                if (items.isEmpty() || items.size() > MOST) {
                    throw body.wrong("claims", "must have 1 to " + MOST + " claims", "split the request");
                }
                ClaimReader reader = new ClaimReader(prices(with, items));
                for (int at = 0; at < items.size(); at++) {
                    read(reader, items.get(at), "/claims/" + at, claims, problems);
                }
            } catch (IllegalArgumentException wrong) {
                BodyMap.refuse(problems, "", wrong);
            }
        }
        return problems.found() > 0 ? Problem.badRequest(problems).response() : answer(claims);
    }

    private java.util.function.Function<String, Optional<Price>> prices(Services with, List<JsonFields> items) {
        Set<String> keys = items.stream()
                .map(JsonFields::texts)
                .flatMap(texts -> Optional.ofNullable(texts.get("price")).stream())
                .filter(key -> key.indexOf('\0') < 0)
                .collect(Collectors.toSet());
        PriceTable table = keys.isEmpty()
                ? PriceTable.of(List.of())
                : with.database().with(session -> with.money().prices().table(session, keys));
        LocalDate day = LocalDate.ofInstant(clock.instant(), zone);
        return key -> table.find(key, day);
    }

    private static void read(
            ClaimReader reader, JsonFields item, String place, List<Claim> claims, FieldProblems problems) {
        try {
            claims.add(reader.read(item));
        } catch (IllegalArgumentException wrong) {
            problems.add(() -> place, String.valueOf(wrong.getMessage()), "something else");
        }
    }

    private static EdgeResponse answer(List<Claim> claims) {
        List<Found> found = new ArrayList<>();
        for (int at = 0; at < claims.size(); at++) {
            int claim = at;
            claims.get(at).check().ifPresent(finding -> found.add(new Found(claim, finding)));
        }
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("checked", claims.size());
            json.writeArrayFieldStart("findings");
            for (Found each : found) {
                json.writeStartObject();
                json.writeNumberField("claim", each.claim());
                json.writeStringField("claimed", each.finding().claimed());
                json.writeStringField("computed", each.finding().computed());
                json.writeStringField("formula", each.finding().formula());
                json.writeStringField("sentence", each.finding().sentence());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
