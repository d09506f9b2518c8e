// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.postgres.Database;
import io.truename.postgres.probing.finding.FindingStore;
import io.truename.probe.known.KnownLookups;

/**
 * Services that the calls use, once the database is reachable and its schema is up to date.
 *
 * @param database the probe's own tables
 * @param corpus what scans read, on connections of its own: a replica if one is set, else the same database
 * @param scans of the corpus
 * @param findings that scans and events made
 * @param stages events of stages
 * @param known look-ups of stored documents
 * @param advice on the database
 * @param health of the production
 * @param selfChecks of the recipe
 */
public record Services(
        Database database,
        Database corpus,
        Scans scans,
        FindingStore findings,
        StageServices stages,
        KnownLookups known,
        DatabaseAdvice advice,
        Health health,
        SelfChecking selfChecks) {}
