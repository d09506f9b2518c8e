// SPDX-License-Identifier: Apache-2.0
package io.truename.report.savings;

import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import io.truename.costing.savings.StorageSize;
import io.truename.postgres.reporting.ledger.StorageSizes;
import io.truename.reporting.Absence;
import io.truename.reporting.Derivation.Certainty;
import io.truename.reporting.Provenance;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sections on documents beside the ledger, and on the storage that its tables take. */
final class LedgerSections {
    /** Key of the ledger's section. */
    static final String LEDGER = "ledger";

    private static final String BEFORE_AND_AFTER = "beforeAndAfter";
    private static final int DOCUMENTS = 1;
    private static final int BYTES = 2;

    private LedgerSections() {}

    /** Main sentence where nobody recorded how large documents are. */
    static String leadWithoutSizes(CountedLedger counted) {
        Line same = counted.ledger().sameOwner();
        return "Of " + Value.count(counted.ledger().total().documents()).forPeople() + " documents, "
                + Value.count(same.documents()).forPeople()
                + " are duplicates of the same owner, which ids from content make one. The mapping names no column with"
                + " their size, so that bytes are no data: add bytes to its documents.";
    }

    /** The ledger in documents, where bytes are no data. */
    static Section.Table documents(CountedLedger counted) {
        return new Section.Table(
                LEDGER,
                "Ledger",
                "Every document of a known content and owner is in one line. Bytes are no data: the mapping names no size.",
                List.of(new Column("line", "Line"), new Column("documents", "Documents")),
                List.of(
                        line("Unique", counted.ledger().unique()),
                        line(
                                "Duplicates of the same owner (realisable)",
                                counted.ledger().sameOwner()),
                        line(
                                "Duplicates across owners (potential)",
                                counted.ledger().acrossOwners()),
                        line("Total", counted.ledger().total())));
    }

    private static List<Value> line(String name, Line line) {
        return List.of(Value.of(name), Value.count(line.documents()));
    }

    /** Duplicates that migrations have merged. They are in no line of the ledger any more. */
    static Section realised(long merged, Provenance from) {
        return new Section.Figures(
                "realised",
                "Realised by migrations",
                "Duplicates of the same owner that runs of migrate merged, and that were not moved back. Their bytes were not recorded.",
                List.of(figure("merged", "Documents merged", merged, from)));
    }

    /** Sentence on them; empty if there are none. */
    static String realisedLead(long merged) {
        return merged == 0
                ? ""
                : " Migrations have merged " + Value.count(merged).forPeople() + " duplicates before.";
    }

    /**
     * The ledger before the last migration beside the present one.
     *
     * @param before report of the time before it; empty if none was made
     * @param now section {@code ledger} of this report
     */
    static Section beforeAndAfter(Optional<Report> before, Section.Table now) {
        Optional<Section.Table> earlier = before.flatMap(report -> report.find(LEDGER))
                .filter(Section.Table.class::isInstance)
                .map(Section.Table.class::cast);
        if (earlier.isEmpty()) {
            return new Section.Prose(
                    BEFORE_AND_AFTER,
                    "Before and after the last migration",
                    "",
                    List.of("No report of savings was made before it: make one before the next."));
        }
        List<List<Value>> rows = new ArrayList<>();
        for (List<Value> line : now.rows()) {
            Optional<List<Value>> was = earlier.get().rows().stream()
                    .filter(row -> row.get(0).forPeople().equals(line.get(0).forPeople()))
                    .findFirst();
            rows.add(List.of(
                    line.get(0),
                    cell(was, DOCUMENTS),
                    cell(Optional.of(line), DOCUMENTS),
                    cell(was, BYTES),
                    cell(Optional.of(line), BYTES)));
        }
        return new Section.Table(
                BEFORE_AND_AFTER,
                "Before and after the last migration",
                "The ledger of the report of " + before.orElseThrow().at()
                        + " beside this one. Documents that came and went meanwhile are in the difference, too.",
                List.of(
                        new Column("line", "Line"),
                        new Column("documentsBefore", "Documents before"),
                        new Column("documentsAfter", "Documents after"),
                        new Column("logicalBefore", "Logical before"),
                        new Column("logicalAfter", "Logical after")),
                rows);
    }

    /** A cell of a line; no data without the line, or in a ledger without sizes. */
    private static Value cell(Optional<List<Value>> line, int column) {
        return line.filter(row -> row.size() > column)
                .map(row -> row.get(column))
                .orElse(Value.absent(Absence.NO_DATA));
    }

    /** Documents that no line of the ledger can hold. */
    static Section besides(CountedLedger counted, Provenance from) {
        return new Section.Figures(
                "besides",
                "Beside the ledger",
                "Documents whose content, owner or size nobody knows are in no line above.",
                List.of(
                        figure(
                                "withoutHash",
                                "Without a SHA-256",
                                counted.withoutHash().documents(),
                                from),
                        figure(
                                "withoutOwner",
                                "Without an owner",
                                counted.withoutOwner().documents(),
                                from),
                        figure("withoutSize", "Without a size", counted.withoutSize(), from),
                        figure(
                                "differing",
                                "Of contents with several sizes",
                                counted.differing().documents().documents(),
                                from),
                        new Figure(
                                "read",
                                "Documents that were read",
                                Value.count(counted.documents()),
                                "",
                                from.measured(
                                        "documents of the ledger + documents beside it",
                                        Provenance.input(
                                                "documents of the ledger",
                                                Value.count(
                                                        counted.ledger().total().documents())),
                                        Provenance.input("documents beside it", Value.count(counted.besides()))))));
    }

    private static Figure figure(String key, String label, long documents, Provenance from) {
        return new Figure(key, label, Value.count(documents), "", from.measured("count"));
    }

    /** Bytes that PostgreSQL has allocated, by table. */
    static Section storage(StorageSizes.Measured sizes, Provenance from) {
        List<List<Value>> rows = new ArrayList<>();
        for (StorageSizes.Table table : sizes.tables()) {
            rows.add(row(table.name().toString(), table.size(), table.known()));
        }
        rows.add(row("Total", sizes.sum(), sizes.known()));
        return new Section.Table(
                "storage",
                "Storage of the corpus",
                "As PostgreSQL's own functions tell at " + from.asOf() + ". Unused bytes are a part of the others, "
                        + Certainty.ESTIMATED.word() + " from statistics: dead rows and free space.",
                List.of(
                        new Column("table", "Table"),
                        new Column("rows", "Rows"),
                        new Column("toast", "TOAST"),
                        new Column("indexes", "Indexes"),
                        new Column("vectorIndexes", "Vector indexes"),
                        new Column("allocated", "Allocated", "rows + TOAST + indexes + vector indexes"),
                        new Column("unused", "Of these unused")),
                rows);
    }

    private static List<Value> row(String name, StorageSize size, boolean known) {
        return List.of(
                Value.of(name),
                Value.bytes(size.table()),
                Value.bytes(size.toast()),
                Value.bytes(size.indexes()),
                Value.bytes(size.vectorIndexes()),
                Value.bytes(size.allocated()),
                known ? Value.bytes(size.unused()) : Value.absent(Absence.NO_DATA));
    }
}
