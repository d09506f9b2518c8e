// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.corpus.assess.UndeclaredReferences;
import io.truename.corpus.mapping.FieldIssue;
import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.TableName;
import io.truename.corpus.suggest.Certainty;
import io.truename.corpus.suggest.Choice;
import io.truename.corpus.suggest.DatabaseFacts;
import io.truename.corpus.suggest.Evidence;
import io.truename.corpus.suggest.Hints;
import io.truename.corpus.suggest.MappingPlan;
import io.truename.corpus.suggest.MappingProposal;
import io.truename.corpus.suggest.Notice;
import io.truename.corpus.suggest.Suggestion;
import io.truename.corpus.suggest.TableCount;
import io.truename.corpus.suggest.TableFacts;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.corpus.search.SearchState;
import io.truename.postgres.corpus.search.UndeclaredReferenceSearch;
import io.truename.postgres.corpus.suggest.ReadOnlyWork.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Suggests a mapping for a database, or checks one. Reads the catalog and a bounded sample of rows; writes nothing, does not wait for
 * locks, and ends in less than a minute. The rules are those of {@link MappingProposal}.
 */
public final class MappingSuggester {
    private static final String INSPECTION = "inspection";
    private static final int MOST_LINES = 200;

    private final Session session;
    private final SuggestLimits limits;
    private final ReadOnlyWork work;

    private MappingSuggester(Session session, SuggestLimits limits) {
        this.session = session;
        this.limits = limits;
        this.work = new ReadOnlyWork(session, limits);
    }

    /**
     * Request for a proposal.
     *
     * @param schemas to look into; empty for all
     * @param documents table of documents, if it is known
     * @param chunks tables of chunks; empty if they are to be found
     */
    public record Request(List<String> schemas, Optional<QualifiedName> documents, List<QualifiedName> chunks) {
        public Request {
            schemas = List.copyOf(schemas);
            chunks = List.copyOf(chunks);
        }
    }

    /** Result of a request. */
    public sealed interface Result {
        /** A mapping was proposed. */
        record Proposed(Suggestion suggestion) implements Result {}

        /**
         * The request names something that the database does not have.
         *
         * @param issues with pointers into the request
         */
        record Refused(List<FieldIssue> issues) implements Result {
            public Refused {
                issues = List.copyOf(issues);
            }
        }
    }

    /**
     * Proposes a mapping.
     *
     * @param session without a transaction, of a database with schema {@code truename}
     */
    public static Result suggest(Session session, Request request) {
        return new MappingSuggester(session, SuggestLimits.DEFAULT).suggest(request);
    }

    /**
     * Checks a mapping: findings, counts, examples and collisions, but no choices.
     *
     * @param session without a transaction, of a database with schema {@code truename}
     * @throws io.truename.corpus.mapping.MappingException if the text cannot be read
     */
    public static Suggestion check(Session session, String yaml) {
        Mapping mapping = MappingReader.read(yaml);
        MappingSuggester checking = new MappingSuggester(session, SuggestLimits.DEFAULT);
        return mapping.beside()
                ? checking.beside(yaml, List.of(), List.of(), mapping)
                : checking.shown(yaml, List.of(), List.of(), checking.inspected(mapping));
    }

    /** Result for true ids beside the keys: findings alone, because the names of its chunks follow from rows that have no true id yet. */
    private Suggestion beside(String yaml, List<Choice> choices, List<Notice> warnings, Mapping mapping) {
        List<Notice> all = new ArrayList<>(warnings);
        all.add(
                new Notice(
                        "examples",
                        "Examples are not shown for true ids beside the keys. POST /migrations with \"dryRun\": true counts the rows."));
        List<Finding> findings = List.of();
        Outcome<List<Finding>> inspected = work.inspecting(
                () -> BackfillInspector.inspect(session, mapping).findings());
        if (inspected instanceof Outcome.Done<List<Finding>> done) {
            findings = done.result();
        } else if (inspected instanceof Outcome.Failed<List<Finding>> failed) {
            all.add(new Notice(INSPECTION, failed.reason()));
        }
        return new Suggestion(yaml, true, choices, List.of(), all, findings, List.of(), List.of(), List.of());
    }

    private Outcome<Inspection> inspected(Mapping mapping) {
        return work.inspecting(() -> CorpusInspector.inspect(session, mapping));
    }

    private Result suggest(Request request) {
        DatabaseFacts facts = new FactsReader(work, limits).read(request.schemas());
        List<FieldIssue> issues = new ArrayList<>();
        Hints hints = hints(request, facts, issues);
        if (!issues.isEmpty()) {
            return new Result.Refused(issues);
        }
        MappingPlan plan = MappingPlan.of(facts, hints);
        Evidence evidence = new EvidenceReader(work, limits, facts).read(plan);
        MappingProposal proposal = MappingProposal.of(plan, evidence);
        if (!proposal.complete()) {
            return new Result.Proposed(new Suggestion(
                    proposal.yaml(),
                    false,
                    proposal.choices(),
                    proposal.missing(),
                    proposal.warnings(),
                    List.of(),
                    counts(proposal, facts),
                    List.of(),
                    List.of()));
        }
        Mapping mapping = MappingReader.read(proposal.yaml());
        if (mapping.beside()) {
            return new Result.Proposed(beside(proposal.yaml(), proposal.choices(), proposal.warnings(), mapping));
        }
        Outcome<Inspection> inspection = inspected(mapping);
        if (inspection instanceof Outcome.Done<Inspection> done
                && done.result().schema().isPresent()) {
            MappingProposal referring =
                    withReferences(proposal, done.result().schema().get());
            if (referring.choices().size() > proposal.choices().size()) {
                inspection = inspected(MappingReader.read(referring.yaml()));
            }
            proposal = referring;
        }
        return new Result.Proposed(shown(proposal.yaml(), proposal.choices(), proposal.warnings(), inspection));
    }

    private static Hints hints(Request request, DatabaseFacts facts, List<FieldIssue> issues) {
        for (int i = 0; i < request.schemas().size(); i++) {
            String schema = request.schemas().get(i);
            if (facts.tables().stream().noneMatch(table -> table.name().schema().equals(schema))) {
                issues.add(new FieldIssue(
                        "/schemas/" + i, "must be a schema with tables that the role may see", "another name"));
            }
        }
        Optional<TableName> documents = request.documents()
                .flatMap(name ->
                        table("/documents", name, facts, issues).stream().findFirst());
        List<TableName> chunks = new ArrayList<>();
        for (int i = 0; i < request.chunks().size(); i++) {
            chunks.addAll(table("/chunks/" + i, request.chunks().get(i), facts, issues));
        }
        return new Hints(request.schemas(), documents, chunks);
    }

    private static List<TableName> table(
            String pointer, QualifiedName name, DatabaseFacts facts, List<FieldIssue> issues) {
        List<String> parts = name.parts();
        List<TableName> found = facts.tables().stream()
                .map(TableFacts::name)
                .filter(table -> table.name().equals(parts.get(parts.size() - 1))
                        && (parts.size() == 1 || table.schema().equals(parts.get(0))))
                .toList();
        if (found.size() == 1) {
            return found;
        }
        issues.add(new FieldIssue(
                pointer,
                "must be a table, or schema.table, that the database has in the schemas that are looked into",
                found.isEmpty() ? "another name" : "a name of several tables"));
        return List.of();
    }

    private static List<TableCount> counts(MappingProposal proposal, DatabaseFacts facts) {
        return Stream.concat(proposal.documents().stream(), proposal.chunks().stream())
                .flatMap(name -> facts.table(name).stream())
                .map(table -> new TableCount(
                        table.name(),
                        // The table of documents is not among those of chunks.
                        proposal.chunks().indexOf(table.name()) + 1,
                        table.rows(),
                        table.estimated()))
                .toList();
    }

    /** Adds a line for each column with ids that no foreign key declares, and a remark where no line can cover them. */
    private MappingProposal withReferences(MappingProposal proposal, CorpusSchema schema) {
        UndeclaredReferences found = new UndeclaredReferenceSearch(schema, limits.search())
                .goOn(session, SearchState.BEGIN, () -> false)
                .state()
                .result();
        List<Choice> lines = new ArrayList<>();
        List<Notice> remarks = new ArrayList<>();
        List<Finding> findings = found.findings();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            boolean covered = i < found.found().size()
                    && found.found().get(i).obstacle().isEmpty()
                    && !found.found().get(i).line().isEmpty()
                    && lines.size() < MOST_LINES;
            if (covered) {
                UndeclaredReferences.Found place = found.found().get(i);
                // Several lines for several spellings or kinds of ids.
                place.line()
                        .lines()
                        .map(line -> line.replaceFirst("^- ", ""))
                        .filter(line ->
                                lines.stream().noneMatch(known -> known.value().equals(Optional.of(line))))
                        .forEach(line -> lines.add(new Choice(
                                "/softReferences/" + lines.size(),
                                Optional.of(line),
                                Certainty.CERTAIN,
                                place.rows() + " of " + place.read() + " rows read hold ids of "
                                        + String.join(" and ", place.to()) + " in " + finding.subject()
                                        + ", and no foreign key says so.",
                                List.of())));
            } else {
                remarks.add(new Notice(finding.subject(), finding.reason() + " " + finding.remedy()));
            }
        }
        return proposal.with(lines, remarks);
    }

    private Suggestion shown(String yaml, List<Choice> choices, List<Notice> warnings, Outcome<Inspection> inspected) {
        List<Notice> all = new ArrayList<>(warnings);
        Inspection inspection = new Inspection(Optional.empty(), List.of(), "");
        if (inspected instanceof Outcome.Done<Inspection> done) {
            inspection = done.result();
        } else if (inspected instanceof Outcome.Failed<Inspection> failed) {
            all.add(new Notice(INSPECTION, failed.reason()));
        }
        if (inspection.schema().isEmpty()) {
            return new Suggestion(
                    yaml, true, choices, List.of(), all, inspection.findings(), List.of(), List.of(), List.of());
        }
        ExampleReader reader =
                new ExampleReader(work, limits, inspection.schema().get());
        NamedRows rows = reader.read();
        List<TableCount> counts = reader.counts();
        all.addAll(rows.warnings());
        all.addAll(reader.warnings());
        return new Suggestion(
                yaml, true, choices, List.of(), all, inspection.findings(), counts, rows.examples(), rows.collisions());
    }
}
