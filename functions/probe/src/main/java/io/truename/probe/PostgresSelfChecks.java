// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.identity.KnownAnswers;
import io.truename.identity.Namespace;
import io.truename.postgres.Database;
import io.truename.postgres.probing.finding.FindingStore;
import io.truename.postgres.probing.finding.FindingStore.Changed;
import io.truename.postgres.probing.scan.ScanListener;
import io.truename.postgres.probing.selfcheck.IdsInSql;
import io.truename.postgres.probing.selfcheck.SelfChecks;
import io.truename.probe.http.ProbeEvents;
import io.truename.probe.http.SelfCheckJson;
import io.truename.probe.http.SelfChecking;
import io.truename.probe.selfcheck.DeployedGenerate;
import io.truename.probing.finding.Observation;
import io.truename.probing.selfcheck.Question;
import io.truename.probing.selfcheck.Questions;
import io.truename.probing.selfcheck.SelfCheck;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Self-checks whose results are kept in PostgreSQL. Each implementation is bounded in time: five seconds of SQL, eleven of HTTP. */
final class PostgresSelfChecks implements SelfChecking {
    private final Database database;
    private final Supplier<Namespace> namespace;
    private final DeployedGenerate generate;
    private final ScanListener listener;
    private final ProbeEvents events;
    private final Clock clock;
    private final FindingStore findings = new FindingStore();

    PostgresSelfChecks(
            Database database,
            Supplier<Namespace> namespace,
            DeployedGenerate generate,
            ScanListener listener,
            ProbeEvents events,
            Clock clock) {
        this.database = database;
        this.namespace = namespace;
        this.generate = generate;
        this.listener = listener;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public SelfCheck run(OptionalInt asked) {
        Namespace corpus = namespace.get();
        int seed = asked.orElseGet(() -> ThreadLocalRandom.current().nextInt(Questions.MOST_SEED));
        List<Question> questions = Questions.of(corpus, seed);
        Instant began = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SelfCheck check = SelfCheck.of(
                began,
                seed,
                corpus,
                questions,
                KnownAnswers.firstDisagreement(),
                IdsInSql.answer(database, corpus, questions),
                generate.answer(corpus, questions));
        List<Changed> changes = keep(check);
        events.selfChecked(check);
        listener.changed(changes);
        return check;
    }

    private List<Changed> keep(SelfCheck check) {
        String json = new String(SelfCheckJson.of(check), StandardCharsets.UTF_8);
        List<Observation> seen = check.observations();
        Instant now = clock.instant();
        return database.inTransaction(session -> {
            SelfChecks.keep(session, json);
            List<Changed> changes = new ArrayList<>(findings.seen(session, seen, true, now));
            changes.addAll(findings.notSeen(
                    session,
                    check::covers,
                    seen.stream().map(Observation::cause).collect(Collectors.toSet()),
                    check.at(),
                    now));
            return changes;
        });
    }
}
