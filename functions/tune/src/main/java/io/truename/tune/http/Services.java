// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.history.AlertHistory;
import io.truename.history.QueryHistory;
import io.truename.monitoring.Flushed;
import io.truename.postgres.Database;
import io.truename.postgres.tuning.ActionStore;
import io.truename.postgres.tuning.ProposalStore;
import io.truename.postgres.tuning.ThresholdStore;
import io.truename.tune.action.ActionRunner;
import io.truename.tune.incident.Agreements;
import io.truename.tune.incident.Incidents;
import io.truename.tune.metrics.PublishedThresholds;
import io.truename.tune.proposal.Proposals;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Services of calls.
 *
 * @param history throws {@link io.truename.edge.corpus.NotSetUpException} without a project whose metrics are read
 * @param queries throws it as well
 */
public record Services(
        Database database,
        Supplier<AlertHistory> history,
        Supplier<QueryHistory> queries,
        ProposalStore proposalStore,
        Proposals proposals,
        ThresholdStore thresholds,
        PublishedThresholds published,
        Incidents incidents,
        Agreements agreements,
        ActionStore actionStore,
        ActionRunner actions) {
    /** Publishes the thresholds that count now: those in force, or the catalog's while an automatic action says so. */
    Flushed publishThresholds(Instant now) {
        return published.publish(actions.staticThresholds() ? List.of() : database.with(thresholds::inForce), now);
    }
}
