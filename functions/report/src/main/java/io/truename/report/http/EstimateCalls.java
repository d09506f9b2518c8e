// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.costing.savings.ListedDocuments;
import io.truename.costing.savings.ListedDocuments.Outcome;
import io.truename.costing.savings.SampleEstimate;
import io.truename.costing.savings.SavingsLedger;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.Rules;
import io.truename.listing.DocumentList;
import io.truename.listing.DocumentList.BadLine;
import io.truename.listing.FileFormat;
import io.truename.postgres.reporting.ledger.ContentSampler;
import io.truename.postgres.reporting.ledger.LedgerOverflowException;
import io.truename.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code POST /estimates}: duplicates among documents that are listed, or in the mapped table. The list is the body, in CSV or JSON lines, or
 * a file in the bucket. Nothing of it is kept.
 */
final class EstimateCalls {
    /** Time of all scans of a table: the function has 120 s for a call. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    EdgeResponse estimate(Services with, EdgeRequest request) {
        String type = request.contentType().orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith(CostCalls.CSV)) {
            return body(request, FileFormat.CSV);
        }
        return type.startsWith(CostCalls.JSON_LINES) ? body(request, FileFormat.JSON_LINES) : named(with, request);
    }

    private static EdgeResponse body(EdgeRequest request, FileFormat format) {
        return answer(new DocumentList(format, () -> new ByteArrayInputStream(request.bytes())), "");
    }

    private static EdgeResponse named(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        Optional<String> object = body.text("object", Optional.empty(), text -> Optional.of(CostCalls.object(text)));
        Optional<String> table = body.text("table", Optional.empty(), Optional::of);
        body.refuseUnread();
        if (problems.found() == 0 && object.isPresent() == table.isPresent()) {
            body.problem(
                    "object",
                    Rules.GIVEN + ": a file in the bucket; or else table, the mapping's table of documents",
                    object.isPresent() ? "both" : Rules.NOTHING);
        }
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        return table.isPresent() ? table(with, table.get()) : file(with, object.orElseThrow());
    }

    private static EdgeResponse file(Services with, String name) {
        return answer(
                new DocumentList(
                        FileFormat.named(name),
                        () -> FileFormat.unpacked(name, with.money().files().open(name))),
                "/object");
    }

    private static EdgeResponse table(Services with, String name) {
        DocumentTable documents = with.corpus().get().documents();
        if (!documents.table().toString().equals(name)) {
            return refused("/table", "must be the mapping's table of documents, " + documents.table(), name);
        }
        try {
            ContentSampler sampler = new ContentSampler(documents);
            return with.database()
                    .with(session -> sampler.read(session, LONGEST))
                    .map(sampled -> EdgeResponse.json(200, json -> {
                        json.writeStartObject();
                        write(json, sampled.outcome());
                        json.writeNumberField("leftOut", sampled.leftOut());
                        write(json, 0, List.of());
                        json.writeEndObject();
                    }))
                    .orElseGet(() -> unavailable("The table cannot be read a few times within " + LONGEST.toSeconds()
                            + " seconds. Order a report of savings: it counts the table in steps."));
        } catch (IllegalArgumentException | LedgerOverflowException wrong) {
            return refused("/table", String.valueOf(wrong.getMessage()), name);
        }
    }

    private static EdgeResponse refused(String place, String rule, String got) {
        FieldProblems problems = new FieldProblems();
        problems.add(() -> place, rule, got);
        return Problem.badRequest(problems).response();
    }

    private static EdgeResponse answer(DocumentList list, String place) {
        try {
            DocumentList.Read read = list.read(ListedDocuments.USUAL);
            return EdgeResponse.json(200, json -> {
                json.writeStartObject();
                write(json, read.outcome());
                json.writeNumberField("leftOut", 0);
                write(json, read.bad(), read.first());
                json.writeEndObject();
            });
        } catch (IllegalArgumentException wrong) {
            return refused(place, String.valueOf(wrong.getMessage()), "something else");
        } catch (StorageException absent) {
            return unavailable(String.valueOf(absent.getMessage()));
        } catch (IOException broken) {
            return unavailable("The list could not be read to its end. See that it is whole, and try again.");
        }
    }

    private static EdgeResponse unavailable(String remedy) {
        return Problem.of(503, "This cannot be done now", remedy).response();
    }

    private static void write(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeNumberField("documents", outcome.documents());
        json.writeNumberField("bytes", outcome.bytes());
        json.writeBooleanField("exact", outcome.exact().isPresent());
        Numbers.share(json, "sampledShare", outcome.sample().map(SampleEstimate::share));
        if (outcome.exact().isPresent()) {
            SavingsLedger ledger = outcome.exact().get();
            exact(json, "unique", ledger.unique());
            exact(json, "sameOwner", ledger.sameOwner());
            exact(json, "acrossOwners", ledger.acrossOwners());
        } else {
            SampleEstimate estimate = outcome.sample().orElseThrow();
            range(json, "unique", estimate.unique());
            range(json, "sameOwner", estimate.sameOwner());
            range(json, "acrossOwners", estimate.acrossOwners());
        }
        json.writeNumberField("differingContents", outcome.differing().contents());
        json.writeNumberField(
                "differingDocuments", outcome.differing().documents().documents());
        json.writeArrayFieldStart("firstDifferingLines");
        for (ListedDocuments.Conflict conflict : outcome.conflicts()) {
            json.writeStartObject();
            json.writeNumberField("line", conflict.line());
            json.writeNumberField("firstLine", conflict.firstLine());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, long bad, List<BadLine> first) throws IOException {
        json.writeNumberField("badLines", bad);
        json.writeArrayFieldStart("firstBadLines");
        for (BadLine line : first) {
            json.writeStartObject();
            json.writeNumberField("line", line.line());
            json.writeStringField("problem", line.problem());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void exact(JsonGenerator json, String name, SavingsLedger.Line line) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("documents", line.documents());
        bytes(json, line.bytes(), line.bytes(), line.bytes());
    }

    private static void range(JsonGenerator json, String name, SampleEstimate.Range range) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNullField("documents");
        bytes(json, Math.round(range.bytes()), (long) Math.floor(range.low()), (long) Math.ceil(range.high()));
    }

    private static void bytes(JsonGenerator json, long bytes, long low, long high) throws IOException {
        json.writeNumberField("bytes", bytes);
        json.writeNumberField("low", low);
        json.writeNumberField("high", high);
        json.writeEndObject();
    }
}
