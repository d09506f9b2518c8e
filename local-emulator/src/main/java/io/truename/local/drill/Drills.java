// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.CorpusLogin;
import io.truename.local.story.FunctionClient;
import java.util.ArrayList;
import java.util.List;

/** Causes of all alerts of the catalog, by scene. */
final class Drills {
    /** So many that good requests outweigh the failed ones within half a day of monitoring time. */
    private static final int GOOD_REQUESTS = 1_000;

    private static final int GOOD_LOOK_UPS = 10;

    private final DrillClock clock;
    private final Generate generate;
    private final Scans scans;
    private final MetricPoints points;
    private final SlowLookUps lookUps;
    private final UnknownDocuments unknown;
    private final List<Cause> lasting;
    private final List<List<Cause>> scenes;

    Drills(DrilledCloud drilled, FunctionClient cloud, DrillClock clock) {
        this.clock = clock;
        this.generate = new Generate(drilled.gateway(), cloud);
        CorpusLogin login = new CorpusLogin(drilled.database());
        CorpusLogin owner = new CorpusLogin(drilled.owner());
        this.points = new MetricPoints(cloud);
        this.scans = new Scans(drilled.gateway(), points);
        Migrations migrations = new Migrations(drilled.gateway(), login);
        WrittenPoints written = new WrittenPoints(drilled.monitoring(), drilled.project());
        this.lookUps = new SlowLookUps(login, migrations, points);
        this.unknown = new UnknownDocuments(scans.probe());
        this.lasting = List.of(new SilentTuner(cloud, points));
        this.scenes = List.of(
                List.of(new Silence(new FunctionClient(drilled.gateway(), "migrate"), clock)),
                // Before other points of probe: the gauges of an instance that was replaced are held while time passes.
                List.of(new LostStore(cloud, unknown, clock)),
                List.of(
                        new HeldRun(login, migrations, points),
                        new LostReference(login, scans),
                        new DisagreeingStages(login, scans),
                        new FailingRetrievals(login, scans, points),
                        new PoisonMessage(cloud, drilled.pubSub(), drilled.project()),
                        // After a run, whose pairs they would be.
                        new LostTopic(login, drilled.pubSub(), drilled.project(), points),
                        unknown,
                        // Last: its total must grow between its two newest points.
                        lookUps),
                List.of(new SlowStarts(generate, clock)),
                List.of(new FewFailures(generate, clock)),
                List.of(new BrokenRevision(generate, clock)),
                List.of(new LittleMemory(generate)),
                List.of(new BusyInstance(generate)),
                List.of(new GrowingMemory(written)),
                // By itself, because scans and migrations wait for replicas.
                List.of(new LaggingReplica(owner, drilled.database().user(), drilled.standbys(), points)),
                List.of(new FailedValidation(owner, migrations, points)));
    }

    /** Causes that need hours, beside the others. */
    List<Cause> lasting() {
        return lasting;
    }

    List<List<Cause>> scenes() {
        return scenes;
    }

    List<Cause> all() {
        List<Cause> all = new ArrayList<>(lasting);
        scenes.forEach(all::addAll);
        return all;
    }

    /** Lets the causes of a scene leave the pattern that goes on. */
    void forget() throws InterruptedException {
        generate.ask(1);
        clock.forget();
    }

    /** Makes a pattern in which all is well. */
    void calm() throws InterruptedException {
        generate.askEvenly(GOOD_REQUESTS);
        unknown.again(GOOD_LOOK_UPS);
        lookUps.calm();
        lookUps.calm();
        scans.scan();
        points.awaitWrite("probe/findings_open", "probe-stalled-scans");
    }
}
