// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.corpus.assess.ComputedHash;
import io.truename.corpus.assess.Strategy;
import io.truename.corpus.assess.UndeclaredReferences;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.assess.HashCosts;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.run.RunSettings;
import java.util.ArrayList;
import java.util.List;

/** Preflight checks before the first row moves, in addition to the inspection of the catalog. Read-only. */
public final class Preflight {
    /** Prefix of the codes of preflight findings. */
    public static final String CODES = "preflight.";

    private static final List<String> TABLES = List.of(
            "run",
            "transition",
            "shard",
            "document_map",
            "chunk_map",
            "batch",
            "moved_rows",
            "archive",
            "quarantine",
            "collision",
            "hold",
            "backfill",
            "backfill_source");

    private final CorpusSchema schema;
    private final RunSettings settings;

    /** Creates the checks for a run with these settings. */
    public Preflight(CorpusSchema schema, RunSettings settings) {
        this.schema = schema;
        this.settings = settings;
    }

    /**
     * Result of the preflight.
     *
     * @param findings findings; with a REFUSAL among them the run must not begin
     * @param numbers figures for {@code run.preflight}: {@code backup}, {@code plans}, {@code disk}, {@code server}
     */
    public record Result(List<Finding> findings, ObjectNode numbers) {
        public Result {
            findings = List.copyOf(findings);
        }

        /** Adds findings from elsewhere: with codes that begin with {@link #CODES}, or undeclared references. */
        public Result with(List<Finding> more) {
            List<Finding> all = new ArrayList<>(findings);
            all.addAll(more);
            return new Result(all, numbers);
        }

        /** Whether the run must not begin. */
        public boolean refuses() {
            return findings.stream().anyMatch(finding -> finding.severity() == Severity.REFUSAL);
        }
    }

    /** Runs the checks, outside of a transaction. */
    public Result check(Session session, BackupProof backup) {
        List<Finding> findings = new ArrayList<>();
        ObjectNode numbers = JsonNodeFactory.instance.objectNode();
        numbers.set("backup", backup(backup, findings));
        rights(session, findings);
        strategy(findings);
        session.inTransaction(() -> {
            numbers.set("plans", new ReferencePlans(schema, settings.acceptSlowReferences()).check(session, findings));
            numbers.set("disk", new DiskForecast(schema).check(session, findings));
            findings.addAll(ComputedHash.findings(CODES + "hashes", HashCosts.read(session, schema)));
            numbers.set("server", new ServerSettings(schema, settings.workers()).check(session, findings));
            return true;
        });
        return new Result(findings, numbers);
    }

    /** Stores a result in the run, and replaces that of an earlier preflight. */
    public static void record(Session session, int run, Result result) {
        ArrayNode findings = JsonNodeFactory.instance.arrayNode();
        for (Finding finding : result.findings()) {
            findings.addObject()
                    .put("severity", finding.severity().name())
                    .put("code", finding.code())
                    .put("subject", finding.subject())
                    .put("reason", finding.reason())
                    .put("remedy", finding.remedy());
        }
        session.update(
                "UPDATE truename.run SET preflight = preflight || CAST($2 AS jsonb), changed_at = clock_timestamp(),"
                        + " findings = (SELECT coalesce(jsonb_agg(f), '[]') FROM jsonb_array_elements(findings) f"
                        + " WHERE NOT starts_with(f->>'code', $4) AND f->>'code' <> ALL ($5)) || CAST($3 AS jsonb), search = NULL"
                        + " WHERE number = $1",
                run,
                result.numbers().toString(),
                findings.toString(),
                CODES,
                new String[] {UndeclaredReferences.CODE, UndeclaredReferences.UNSEARCHED});
    }

    private ObjectNode backup(BackupProof proof, List<Finding> findings) {
        ObjectNode numbers = JsonNodeFactory.instance.objectNode();
        if (proof instanceof BackupProof.Proven proven) {
            return numbers.put("proven", true)
                    .put("at", proven.endedAt().toString())
                    .put("id", proven.id());
        }
        String reason = ((BackupProof.NotProven) proof).reason();
        numbers.put("proven", false).put("reason", reason).put("accepted", settings.acceptNoBackup());
        if (settings.acceptNoBackup() || settings.dryRun()) {
            findings.add(
                    new Finding(
                            Severity.WARNING,
                            CODES + "backup.unproven",
                            "backup",
                            "No fresh backup is proven: " + reason
                                    + (settings.dryRun()
                                            ? " A dry run needs none."
                                            : " The run was told to go on without one (acceptNoBackup)."),
                            "Make a backup before the start all the same; a rollback undoes the run, not what else may happen."));
        } else {
            findings.add(new Finding(
                    Severity.REFUSAL,
                    CODES + "backup.unproven",
                    "backup",
                    "No fresh backup is proven: " + reason,
                    "Make a backup, or plan with \"acceptNoBackup\": true, which is recorded."));
        }
        return numbers;
    }

    private static void rights(Session session, List<Finding> findings) {
        List<String> missing = session.list(
                "SELECT t AS name FROM unnest($1::text[]) AS t WHERE to_regclass('truename.' || t) IS NULL OR NOT ("
                        + "has_table_privilege('truename.' || t, 'SELECT') AND has_table_privilege('truename.' || t, 'INSERT')"
                        + " AND has_table_privilege('truename.' || t, 'UPDATE')"
                        + " AND has_table_privilege('truename.' || t, 'DELETE'))",
                row -> row.text("name"),
                (Object) TABLES.toArray(String[]::new));
        if (!missing.isEmpty()) {
            findings.add(new Finding(
                    Severity.REFUSAL,
                    CODES + "rights.truename",
                    "truename." + String.join(", truename.", missing),
                    "The run keeps its plan and its records there, and its role may not write them.",
                    "Let the role that created schema truename run the migration, or grant SELECT, INSERT, UPDATE, DELETE on"
                            + " all tables of schema truename to it."));
        }
    }

    private void strategy(List<Finding> findings) {
        if (settings.strategy() == Strategy.HYBRID && PlanSql.age(schema).isEmpty()) {
            findings.add(new Finding(
                    Severity.REFUSAL,
                    CODES + "strategy.age",
                    "documents.createdAt",
                    "Strategy hybrid moves documents younger than some days, and the mapping names no column of their age"
                            + " that is a date or a timestamp.",
                    "Name one as createdAt in the mapping, or use strategy full."));
        }
    }
}
