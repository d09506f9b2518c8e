// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import io.truename.ledgerbeam.Complaints.Complaint;
import io.truename.ledgerbeam.LedgerTotals.DifferingContent;
import io.truename.listing.ListedLine.Field;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON of a ledger. Fields that {@code POST /estimates} answers with have the same name and meaning. */
final class LedgerJson {
    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(LINES)
            .withArrayIndenter(LINES);

    private LedgerJson() {}

    /**
     * The ledger as text, without a line feed at its end.
     *
     * @throws LedgerOverflowException if a sum is more than 2^63 - 1
     */
    static String text(LedgerTotals totals, ReadingReport report) {
        LedgerSums sums = new LedgerSums();
        sums.add(totals.sums());
        sums.add(report.beside());
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(PRETTY.createInstance());
            json.writeStartObject();
            ledger(json, sums.counted(), sums.bytes());
            json.writeNumberField("badLines", report.unreadable().number());
            json.writeArrayFieldStart("firstBadLines");
            for (Complaint complaint : report.unreadable().first()) {
                place(json, report, complaint);
                json.writeEndObject();
            }
            json.writeEndArray();
            badFields(json, report);
            differing(json, sums.counted(), totals);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void ledger(JsonGenerator json, CountedLedger counted, long bytes) throws IOException {
        json.writeNumberField("documents", counted.documents());
        json.writeNumberField("bytes", bytes);
        json.writeBooleanField("exact", true);
        json.writeNullField("sampledShare");
        line(json, "unique", counted.ledger().unique());
        line(json, "sameOwner", counted.ledger().sameOwner());
        line(json, "acrossOwners", counted.ledger().acrossOwners());
        beside(json, "withoutHash", counted.withoutHash());
        beside(json, "withoutOwner", counted.withoutOwner());
        json.writeObjectFieldStart("withoutSize");
        json.writeNumberField("documents", counted.withoutSize());
        json.writeEndObject();
    }

    private static void line(JsonGenerator json, String name, Line line) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("documents", line.documents());
        json.writeNumberField("bytes", line.bytes());
        json.writeNumberField("low", line.bytes());
        json.writeNumberField("high", line.bytes());
        json.writeEndObject();
    }

    private static void beside(JsonGenerator json, String name, Line line) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("documents", line.documents());
        json.writeNumberField("bytes", line.bytes());
        json.writeEndObject();
    }

    private static void badFields(JsonGenerator json, ReadingReport report) throws IOException {
        json.writeObjectFieldStart("badFields");
        for (Field field : Field.values()) {
            json.writeNumberField(field.column(), report.of(field).number());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("firstBadFields");
        for (Field field : Field.values()) {
            for (Complaint complaint : report.of(field).first()) {
                place(json, report, complaint);
                json.writeStringField("field", field.column());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void place(JsonGenerator json, ReadingReport report, Complaint complaint) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", complaint.file());
        json.writeNumberField("line", report.line(complaint));
        json.writeStringField("problem", complaint.problem());
    }

    private static void differing(JsonGenerator json, CountedLedger counted, LedgerTotals totals) throws IOException {
        json.writeNumberField("differingContents", counted.differing().contents());
        json.writeNumberField(
                "differingDocuments", counted.differing().documents().documents());
        json.writeNumberField("differingBytes", counted.differing().documents().bytes());
        json.writeArrayFieldStart("firstDifferingContents");
        for (DifferingContent content : totals.differing()) {
            json.writeStartObject();
            json.writeStringField("hash", content.hash());
            json.writeNumberField("smallest", content.smallest());
            json.writeNumberField("largest", content.largest());
            json.writeNumberField("documents", content.documents());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
