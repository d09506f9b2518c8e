// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.billing.BigQueryCosts;
import io.truename.billing.BillingException;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.Rules;
import io.truename.listing.FileFormat;
import io.truename.postgres.reporting.CostImport.Whole;
import io.truename.report.money.CostFile;
import io.truename.report.money.CostImporter;
import io.truename.report.money.CostImporter.LineProblem;
import io.truename.report.money.CostImporter.Order;
import io.truename.report.money.CostImporter.Result;
import io.truename.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code POST /costs}: rows of a billing export. JSON lines and CSV come as the body itself, with options in the query; a JSON object names
 * a file in the bucket, or a time that is asked for in BigQuery.
 */
final class CostCalls {
    static final String JSON_LINES = "application/x-ndjson";
    static final String CSV = "text/csv";

    private static final int LONGEST_NAME = 500;
    private static final String PART_RULE = "must have at most 100 letters, digits and . _ - characters";

    private final ReportEvents events;
    private final Clock clock;

    CostCalls(ReportEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    EdgeResponse add(Services with, EdgeRequest request) {
        String type = request.contentType().orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith(CSV)) {
            return body(with, request, CostFile.CSV);
        }
        return type.startsWith(JSON_LINES) ? body(with, request, CostFile.JSON_LINES) : named(with, request);
    }

    private EdgeResponse body(Services with, EdgeRequest request, CostFile format) {
        QueryParameters query = new QueryParameters(request);
        String part = query.read("part", "part " + PART_RULE, CostCalls::part).orElse("");
        Optional<Instant> from =
                query.read("from", "from must be a time, such as 2026-11-01T07:00:00Z", OrderBody::time);
        Optional<Instant> until =
                query.read("until", "until must be a time, such as 2026-12-01T08:00:00Z", OrderBody::time);
        Optional<EdgeResponse> refusal = query.refusal("part, from and until");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!isTime(from, until)) {
            return Problem.of(
                            400,
                            "The request's parameters are not valid",
                            "from and until are given both or not, until later.")
                    .response();
        }
        try {
            return answer(new CostImporter(with.database())
                    .file(format, new ByteArrayInputStream(request.bytes()), order(part, from, until)));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isTime(Optional<Instant> from, Optional<Instant> until) {
        return from.isPresent() == until.isPresent()
                && (from.isEmpty() || from.get().isBefore(until.get()));
    }

    private Order order(String part, Optional<Instant> from, Optional<Instant> until) {
        return new Order(part, from.map(begin -> new Whole(begin, until.orElseThrow())), clock.instant());
    }

    private static String part(String text) {
        if (!text.matches("[A-Za-z0-9._-]{0,100}")) {
            throw new IllegalArgumentException(PART_RULE);
        }
        return text;
    }

    private EdgeResponse named(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        Optional<String> object = body.text("object", Optional.empty(), text -> Optional.of(object(text)));
        String part = body.text("part", "", CostCalls::part);
        Optional<Instant> from = body.text("from", Optional.empty(), text -> Optional.of(OrderBody.time(text)));
        Optional<Instant> until = body.text("until", Optional.empty(), text -> Optional.of(OrderBody.time(text)));
        body.refuseUnread();
        if (problems.found() == 0 && object.isEmpty() && from.isEmpty()) {
            body.problem(
                    "object", Rules.GIVEN + ": a file in the bucket; or from and until, for BigQuery", Rules.NOTHING);
        } else if (problems.found() == 0 && !isTime(from, until)) {
            body.problem("until", "must be given with from, and be later, or both left out", "another time");
        }
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        return object.isPresent()
                ? file(with, object.get(), order(part, from, until))
                : query(with, from.orElseThrow(), until.orElseThrow());
    }

    static String object(String text) {
        if (text.isBlank() || text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "must be the name of an object, of at most " + LONGEST_NAME + " characters");
        }
        CostFile.named(text);
        return text;
    }

    private EdgeResponse file(Services with, String name, Order order) {
        try (InputStream packed = with.money().files().open(name);
                InputStream stream = FileFormat.unpacked(name, packed)) {
            return answer(new CostImporter(with.database()).file(CostFile.named(name), stream, order));
        } catch (IllegalArgumentException noName) {
            FieldProblems problems = new FieldProblems();
            problems.add(() -> "/object", String.valueOf(noName.getMessage()), "something else");
            return Problem.badRequest(problems).response();
        } catch (StorageException unread) {
            String remedy = String.valueOf(unread.getMessage());
            return unread.passing()
                    ? unavailable(remedy)
                    : Problem.of(404, "There is no such file", remedy).response();
        } catch (IOException broken) {
            return unavailable("The file could not be read to its end. See that it is whole, and try again.");
        }
    }

    private EdgeResponse query(Services with, Instant from, Instant until) {
        Optional<BigQueryCosts> billed = with.money().billed();
        if (billed.isEmpty()) {
            return Problem.of(
                            409,
                            "There is no billing export to ask",
                            "Set TRUENAME_BILLING_TABLE to project.dataset.table, and GOOGLE_CLOUD_PROJECT, and start the"
                                    + " function again.")
                    .response();
        }
        try {
            return answer(new CostImporter(with.database())
                    .rows(
                            taker -> billed.get().read(from, until, taker),
                            order("", Optional.of(from), Optional.of(until))));
        } catch (BillingException refused) {
            return unavailable(refused.sentence());
        }
    }

    private static EdgeResponse unavailable(String remedy) {
        return Problem.of(503, "This cannot be done now", remedy).response();
    }

    private EdgeResponse answer(Result result) {
        if (!result.problems().isEmpty()) {
            FieldProblems problems = new FieldProblems();
            result.problems().forEach(problem -> add(problems, problem));
            return Problem.badRequest(problems).response();
        }
        if (result.conflict().isPresent()) {
            return Problem.of(
                            409,
                            "Two exports have the same costs",
                            "Account " + result.conflict().get()
                                    + " would be in two exports. Send whole days of the other one with from and until,"
                                    + " which replace everything in that time.")
                    .response();
        }
        events.costsTaken(result.rows());
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("rows", result.rows());
            json.writeNumberField("replaced", result.replaced());
            json.writeEndObject();
        });
    }

    private static void add(FieldProblems problems, LineProblem problem) {
        BodyMap.refuse(
                problems,
                problem.line() == 0 ? "" : "/" + problem.line(),
                new IllegalArgumentException(problem.message()));
    }
}
