// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.migrate.step.StepRequests;
import io.truename.migrate.step.Steps;
import io.truename.postgres.Database;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.rekeying.plan.BackupProof;
import java.util.function.Supplier;

/** Services that the calls use, once the database is reachable and its schema is up to date. */
public record Services(
        Database database,
        RunStore runs,
        Corpus corpus,
        Supplier<BackupProof> backup,
        Steps steps,
        StepRequests requests,
        Assessments assessments,
        Reports reports,
        Aliases aliases,
        Keys keys,
        RetainedData retained,
        Suggestions suggestions,
        ContentHashes contentHashes,
        Renames renames) {}
