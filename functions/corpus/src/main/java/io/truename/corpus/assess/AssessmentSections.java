// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import io.truename.corpus.assess.CorpusTally.Dimension;
import io.truename.corpus.schema.Finding;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes a report of an assessment, ready to be rendered.
 *
 * <p>Long, because a report is one text: its sections are read here in the order in which people read them.
 */
public final class AssessmentSections {
    private static final String TRUE_ID = " An id is true if it is what the recipe gives, recomputed from the row.";

    private AssessmentSections() {}

    /** The report. */
    public static Report of(Assessment assessment) {
        DocumentCounts total = assessment.documents().total();
        Retrievability impact = assessment.documents().impact();
        EffortEstimate effort = EffortEstimate.of(total, assessment.tables(), assessment.sample());
        Map<String, DocumentCounts> byPriority = assessment.documents().group(Dimension.PRIORITY);
        StrategyAdvice advice = StrategyAdvice.of(effort, byPriority);
        List<Section> sections = new ArrayList<>();
        sections.add(strategy(advice));
        sections.add(figures(assessment, total, impact));
        sections.add(groups(
                assessment,
                Dimension.VERSION,
                "documentsByVersion",
                "Documents by id version",
                "Version bits of the stored id: byte 6 divided by 16, if the variant is that of RFC 9562." + TRUE_ID,
                key -> key));
        sections.add(groups(
                assessment,
                Dimension.STATUS,
                "documentsByStatus",
                "Documents by status",
                "The mapping's status column as it is." + TRUE_ID,
                key -> key));
        sections.add(groups(
                assessment,
                Dimension.MONTH,
                "documentsByMonth",
                "Documents by upload month",
                "Month of the mapping's createdAt, in UTC." + TRUE_ID,
                key -> key));
        sections.add(groups(
                assessment,
                Dimension.PRIORITY,
                "documentsByPriority",
                "Documents by priority",
                "Recent is younger than " + assessment.recentDays() + " days, by createdAt." + TRUE_ID,
                key -> PriorityClass.valueOf(key).label()));
        sections.add(users(
                "usersByDocuments",
                "Users with the most documents",
                "The first " + Retrievability.MOST_USERS + " of " + count(impact.users()) + ".",
                assessment.documents().largest()));
        sections.add(users(
                "usersByLoss",
                "Users who miss the most",
                "Users with the most documents that are not retrievable: the first " + Retrievability.MOST_USERS + ".",
                assessment.documents().mostLost()));
        sections.add(new Section.Table(
                "refused",
                "Documents without a true id",
                "An input of the recipe is not legal, so that no id can be computed: these would be quarantined. By the first such input.",
                columns("field", "Input", "documents", "Documents"),
                assessment.documents().refused().entrySet().stream()
                        .map(entry -> List.of(Value.of(entry.getKey()), Value.count(entry.getValue())))
                        .toList()));
        sections.add(references(assessment));
        sections.add(undeclaredReferences(assessment.undeclared()));
        sections.add(unsearchedTables(assessment.undeclared()));
        sections.add(effort(effort, assessment));
        sections.add(computedHashes(assessment));
        sections.add(tables(assessment));
        sections.add(new Section.Table(
                "observers",
                "What will see the change",
                "Triggers on the tables, publications and replicas that carry changes on, views that show ids. From the catalog.",
                columns("kind", "Kind", "name", "Name", "on", "On", "sees", "What it sees"),
                assessment.observers().stream()
                        .map(seer -> List.of(
                                Value.of(seer.kind()),
                                Value.of(seer.name()),
                                Value.of(seer.on()),
                                Value.of(seer.sees())))
                        .toList()));
        sections.add(new Section.Table(
                "missingRights",
                "Missing rights",
                "What the connected role may not do and a migration must.",
                columns("table", "Table", "right", "Right", "neededFor", "Needed for", "remedy", "Remedy"),
                assessment.missingRights().stream()
                        .map(right -> List.of(
                                Value.of(right.table()),
                                Value.of(right.right()),
                                Value.of(right.neededFor()),
                                Value.of(right.remedy())))
                        .toList()));
        sections.add(findings(assessment.findings()));
        sections.add(new Section.Prose(
                "notice",
                "Draft notice to users",
                "Fill in what is in square brackets.",
                UserNotice.of(impact, advice).paragraphs()));
        DocumentCounts recent = byPriority.getOrDefault(PriorityClass.RECENT_WITH_CHUNKS.name(), DocumentCounts.NONE);
        sections.add(new Section.Table(
                "decisionPoints",
                "When to decide between going on and going back",
                "At each of them all that was moved can still be taken back, exactly but for columns that are not exact.",
                columns("when", "When", "lookAt", "Look at", "goOnIf", "Go on if", "otherwise", "Otherwise"),
                DecisionPoints.of(effort, recent).stream()
                        .map(point -> List.of(
                                Value.of(point.when()),
                                Value.of(point.lookAt()),
                                Value.of(point.goOnIf()),
                                Value.of(point.otherwise())))
                        .toList()));
        return new Report(
                "assessment", "Assessment of a corpus", lead(total, impact, advice), assessment.at(), sections);
    }

    /** Findings as a table. */
    static Section findings(List<Finding> findings) {
        return new Section.Table(
                "findings",
                "Findings",
                "What the inspection of the schema says.",
                columns(
                        "severity",
                        "Severity",
                        "code",
                        "Code",
                        "subject",
                        "About",
                        "reason",
                        "Reason",
                        "remedy",
                        "Remedy"),
                findings.stream()
                        .map(finding -> List.of(
                                Value.of(finding.severity().name()),
                                Value.of(finding.code()),
                                Value.of(finding.subject()),
                                Value.of(finding.reason()),
                                Value.of(finding.remedy())))
                        .toList());
    }

    private static String lead(DocumentCounts total, Retrievability impact, StrategyAdvice advice) {
        return count(total.retrievable()) + " of " + count(total.documents()) + " documents can be retrieved; "
                + count(impact.usersWithNone()) + " of " + count(impact.users())
                + " users can retrieve none of theirs. Recommended: "
                + advice.recommended().name() + ". " + advice.because();
    }

    private static Section strategy(StrategyAdvice advice) {
        return new Section.Table(
                "strategies",
                "Strategy",
                "Recommended: " + advice.recommended().name() + ". " + advice.because()
                        + " Restored: documents with chunks that can be retrieved again; left: those that cannot.",
                columns(
                        "strategy",
                        "Strategy",
                        "documents",
                        "Documents",
                        "chunks",
                        "Chunks",
                        "rows",
                        "Rows",
                        "seconds",
                        "Expected",
                        "secondsHigh",
                        "At most",
                        "restored",
                        "Restored",
                        "left",
                        "Left",
                        "recommended",
                        "Recommended"),
                advice.options().stream()
                        .map(option -> List.of(
                                Value.of(option.strategy().name()),
                                Value.count(option.effort().documents()),
                                Value.count(option.effort().chunks()),
                                Value.count(option.effort().rows()),
                                Value.seconds(option.effort().seconds().expected()),
                                Value.seconds(option.effort().seconds().high()),
                                Value.count(option.restored()),
                                Value.count(option.left()),
                                Value.of(option.strategy() == advice.recommended() ? "yes" : "no")))
                        .toList());
    }

    private static Section figures(Assessment assessment, DocumentCounts total, Retrievability impact) {
        CorpusTally.State documents = assessment.documents();
        UnprocessedDocuments unprocessed = UnprocessedDocuments.of(documents.group(Dimension.STATUS));
        long orphans = assessment.references().stream()
                .mapToLong(Assessment.Reference::orphans)
                .sum();
        long unindexed = assessment.references().stream()
                .filter(reference -> !reference.indexed())
                .count();
        return new Section.Figures(
                "figures",
                "Figures",
                assessment.ofOneMoment()
                        ? "Of one snapshot of the database."
                        : "Read in several snapshots, one after the other: what changed meanwhile may be counted as before or after.",
                List.of(
                        figure("documents", "Documents", total.documents(), "Rows of the documents' table."),
                        figure(
                                "documentsToMove",
                                "Documents to move",
                                total.toMove(),
                                "Whose id, or the id of one of whose chunks, is not true."),
                        figure(
                                "documentsRetrievable",
                                "Retrievable documents",
                                total.retrievable(),
                                "Whose id and all of whose chunks' ids are true: a user who computes ids finds them."),
                        figure(
                                "documentsRestorable",
                                "Documents to restore",
                                total.restorable(),
                                "To move and with chunks: there is something to retrieve."),
                        figure(
                                "wrongRecipe",
                                "Ids of a wrong recipe",
                                documents.wrongRecipe(),
                                "Of the version that the recipe makes, yet not what it gives: another namespace, case or input."),
                        figure(
                                "neverProcessed",
                                "Uploaded, never processed",
                                unprocessed.never(),
                                unprocessed.meaningOfNever()),
                        figure(
                                "processedWithoutChunks",
                                "Processed without chunks",
                                unprocessed.withoutResult(),
                                unprocessed.meaningOfWithoutResult()),
                        figure(
                                "chunks",
                                "Chunks",
                                total.chunks(),
                                "Rows of the chunks' tables that belong to a document."),
                        figure(
                                "chunksToMove",
                                "Chunks to move",
                                total.chunksToMove(),
                                "Whose id is not what the recipe gives from the document's true id."),
                        figure(
                                "orphans",
                                "Orphans",
                                orphans,
                                "Values of columns that refer to documents or chunks and lead nowhere; by column below."),
                        figure("users", "Users", impact.users(), "Who own a document."),
                        figure(
                                "usersWithNone",
                                "Users who can retrieve nothing",
                                impact.usersWithNone(),
                                "Not one of their documents is retrievable."),
                        figure(
                                "usersWithSome",
                                "Users who can retrieve a part",
                                documents.withSome(),
                                "Some of their documents are retrievable, but not all."),
                        figure(
                                "collisionGroups",
                                "Collisions foreseen",
                                assessment.collisions().groups(),
                                "Groups of documents of one user with the same content: they have one true id."),
                        figure(
                                "collisionDocuments",
                                "Documents in collisions",
                                assessment.collisions().documents(),
                                "In such groups; the largest has "
                                        + count(assessment.collisions().largest()) + "."),
                        figure(
                                "equalDuplicates",
                                "Equal duplicates",
                                assessment.collisions().equal(),
                                "Documents that equal the oldest of their group in all columns but bookkeeping: a migration merges them."),
                        figure(
                                "differingDuplicates",
                                "Differing duplicates",
                                assessment.collisions().differing(),
                                "Documents that differ from the oldest of their group: a migration sets them aside."),
                        figure(
                                "equalDuplicateChunks",
                                "Equal duplicate chunks",
                                assessment.collisions().equalChunks(),
                                "Chunks that equal another with the same true id."),
                        figure(
                                "differingDuplicateChunks",
                                "Differing duplicate chunks",
                                assessment.collisions().differingChunks(),
                                "Chunks that differ from another with the same true id: a migration sets their documents aside."),
                        figure(
                                "unindexedReferences",
                                "References without an index",
                                unindexed,
                                "Columns that each batch must search by reading the whole table.")));
    }

    private static Section groups(
            Assessment assessment,
            Dimension dimension,
            String key,
            String title,
            String meaning,
            UnaryOperator<String> label) {
        Map<String, DocumentCounts> groups = assessment.documents().group(dimension);
        return new Section.Table(
                key,
                title,
                meaning,
                columns(
                        "group",
                        "",
                        "documents",
                        "Documents",
                        "toMove",
                        "To move",
                        "withoutChunks",
                        "Without chunks",
                        "retrievable",
                        "Retrievable",
                        "restorable",
                        "To restore",
                        "chunks",
                        "Chunks",
                        "chunksToMove",
                        "Chunks to move"),
                order(dimension, groups).stream()
                        .map(name -> {
                            DocumentCounts counts = groups.getOrDefault(name, DocumentCounts.NONE);
                            return List.of(
                                    Value.of(label.apply(name)),
                                    Value.count(counts.documents()),
                                    Value.count(counts.toMove()),
                                    Value.count(counts.withoutChunks()),
                                    Value.count(counts.retrievable()),
                                    Value.count(counts.restorable()),
                                    Value.count(counts.chunks()),
                                    Value.count(counts.chunksToMove()));
                        })
                        .toList());
    }

    private static List<String> order(Dimension dimension, Map<String, DocumentCounts> groups) {
        if (dimension != Dimension.PRIORITY) {
            return groups.keySet().stream().sorted().toList();
        }
        Map<PriorityClass, String> ordered = new EnumMap<>(PriorityClass.class);
        groups.keySet().forEach(name -> ordered.put(PriorityClass.valueOf(name), name));
        return List.copyOf(ordered.values());
    }

    private static Section users(String key, String title, String meaning, List<Retrievability.User> users) {
        return new Section.Table(
                key,
                title,
                meaning,
                columns(
                        "user",
                        "User",
                        "documents",
                        "Documents",
                        "retrievable",
                        "Retrievable",
                        "lost",
                        "Not retrievable"),
                users.stream()
                        .map(user -> List.of(
                                Value.of(user.user()),
                                Value.count(user.documents()),
                                Value.count(user.retrievable()),
                                Value.count(user.documents() - user.retrievable())))
                        .toList());
    }

    private static Section references(Assessment assessment) {
        return new Section.Table(
                "references",
                "References",
                "Columns that refer to documents or chunks. Orphans are values that lead nowhere; where a validated foreign key holds there can be none. Without an index each batch reads the whole table.",
                columns(
                        "column", "Column", "to", "To", "heldBy", "Held by", "orphans", "Orphans", "indexed",
                        "Indexed"),
                assessment.references().stream()
                        .map(reference -> List.of(
                                Value.of(reference.column()),
                                Value.of(reference.to()),
                                Value.of(reference.enforced() ? "foreign key" : "nothing"),
                                Value.count(reference.orphans()),
                                Value.of(reference.indexed() ? "yes" : "no")))
                        .toList());
    }

    private static Section undeclaredReferences(UndeclaredReferences undeclared) {
        return new Section.Table(
                "undeclaredReferences",
                "References that nobody declared",
                "Columns that neither the mapping nor a foreign key names and that hold ids of documents or chunks: a migration leaves them as they are. "
                        + undeclared.tables() + (undeclared.tables() == 1 ? " table" : " tables")
                        + " with text, UUIDs, arrays or JSON were searched, "
                        + count(undeclared.rows()) + " rows; " + undeclared.sampled()
                        + " of them by a sample of their rows. In patterns {id} is an id, {id32} one without hyphens, capitals one of upper-case digits, * anything.",
                columns(
                        "column",
                        "Column",
                        "path",
                        "Path",
                        "pattern",
                        "Pattern",
                        "to",
                        "Ids of",
                        "share",
                        "Share, about",
                        "rows",
                        "Rows with ids",
                        "oldRows",
                        "With old ids",
                        "rowsRead",
                        "Rows read",
                        "mapping",
                        "Line of softReferences",
                        "obstacle",
                        "Not covered because"),
                undeclared.found().stream()
                        .map(found -> List.of(
                                Value.of(found.column()),
                                Value.of(found.path()),
                                Value.of(found.pattern()),
                                Value.of(String.join(", ", found.to())),
                                Value.share(found.share()),
                                Value.count(found.rows()),
                                Value.count(found.old()),
                                Value.count(found.read()),
                                Value.of(found.line()),
                                Value.of(found.obstacle())))
                        .toList());
    }

    private static Section unsearchedTables(UndeclaredReferences undeclared) {
        return new Section.Table(
                "unsearchedTables",
                "Tables that were not searched for references",
                "Or not whole: whether they hold ids that nobody declared is not known."
                        + (undeclared.more() == 0
                                ? ""
                                : " " + count(undeclared.more()) + " more tables and finds are not listed."),
                columns("table", "Table", "reason", "Reason"),
                undeclared.unsearched().stream()
                        .map(table -> List.of(Value.of(table.table()), Value.of(table.reason())))
                        .toList());
    }

    private static Section effort(EffortEstimate effort, Assessment assessment) {
        return new Section.Figures(
                "effort",
                "Effort of moving everything",
                effort.basis(),
                List.of(
                        figure(
                                "rows",
                                "Rows written",
                                effort.rows(),
                                "New row versions over all tables, one for each row."),
                        figure(
                                "indexEntries",
                                "Index entries written",
                                effort.indexEntries(),
                                "One for each row and index of its table."),
                        new Section.Figure(
                                "heapBytes",
                                "New row versions",
                                Value.bytes(effort.heapBytes()),
                                "Free space, or growth of the tables, until vacuum frees the old versions. What is stored out of line stays."),
                        new Section.Figure(
                                "walBytes",
                                "WAL",
                                Value.bytes(Math.round(effort.wal().expected())),
                                range(effort.wal(), Value.Unit.BYTES) + " Goes to replicas, archive and backups."),
                        new Section.Figure(
                                "seconds",
                                "Time",
                                Value.seconds(effort.seconds().expected()),
                                range(effort.seconds(), Value.Unit.SECONDS) + " With one worker, without holds."),
                        new Section.Figure(
                                "inexact",
                                "Columns that are not exact",
                                assessment.sample().isPresent()
                                        ? Value.count(assessment
                                                .sample()
                                                .get()
                                                .inexactColumns()
                                                .size())
                                        : Value.none(),
                                "Stamped by the corpus's own triggers in the sample batch: "
                                        + assessment
                                                .sample()
                                                .map(sample ->
                                                        sample.inexactColumns().isEmpty()
                                                                ? "none"
                                                                : String.join(", ", sample.inexactColumns()))
                                                .orElse("not tried")
                                        + ".")));
    }

    private static Section computedHashes(Assessment assessment) {
        return new Section.Table(
                "computedHashes",
                "Hashes that the server computes",
                "Content whose SHA-256 the recipe computes from stored bytes. Bytes and time are those of one reading of all rows; the time follows from a sample whose hashes were computed on this server. Assessment, planning and each validation read all rows once, a batch those of its documents. Where the column says no, rows and bytes are about so many.",
                columns(
                        "content",
                        "Content",
                        "rows",
                        "Rows",
                        "counted",
                        "Counted",
                        "bytes",
                        "Bytes to read",
                        "seconds",
                        "Time, about",
                        "sampledRows",
                        "Rows of the sample",
                        "sampledBytes",
                        "Bytes of the sample"),
                assessment.computedHashes().stream()
                        .map(hash -> List.of(
                                Value.of(hash.content()),
                                Value.count(hash.rows()),
                                Value.of(hash.estimated() ? "no" : "yes"),
                                Value.bytes(hash.bytes()),
                                Value.seconds(hash.seconds()),
                                Value.count(hash.sampledRows()),
                                Value.bytes(hash.sampledBytes())))
                        .toList());
    }

    private static String range(EffortEstimate.Range range, Value.Unit unit) {
        return "From " + new Value.Quantity(range.low(), unit).forPeople() + " to "
                + new Value.Quantity(range.high(), unit).forPeople() + ".";
    }

    private static Section tables(Assessment assessment) {
        return new Section.Table(
                "tables",
                "Tables",
                "What moving everything writes in each: documents and chunks are counted; rows that refer to them are taken to be spread evenly over those to move and the others. Where the column says no, there are about so many rows: the database's estimate.",
                columns(
                        "table",
                        "Table",
                        "rows",
                        "Rows written",
                        "counted",
                        "Counted",
                        "indexes",
                        "Indexes",
                        "indexEntries",
                        "Index entries",
                        "rowBytes",
                        "Bytes a row",
                        "size",
                        "Size"),
                assessment.tables().stream()
                        .map(table -> List.of(
                                Value.of(table.table()),
                                Value.count(table.rows()),
                                Value.of(table.estimated() ? "no" : "yes"),
                                Value.count(table.indexes()),
                                Value.count(table.rows() * table.indexes()),
                                Value.bytes(Math.round(table.rowBytes())),
                                Value.bytes(table.pages() * 8192)))
                        .toList());
    }

    private static List<Section.Column> columns(String... keysAndLabels) {
        List<Section.Column> columns = new ArrayList<>();
        for (int at = 0; at < keysAndLabels.length; at += 2) {
            columns.add(new Section.Column(keysAndLabels[at], keysAndLabels[at + 1]));
        }
        return columns;
    }

    private static Section.Figure figure(String key, String label, long count, String meaning) {
        return new Section.Figure(key, label, Value.count(count), meaning);
    }

    private static String count(long count) {
        return Value.count(count).forPeople();
    }
}
