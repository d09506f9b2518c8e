// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import io.truename.testkit.fault.Fault;
import io.truename.testkit.fault.ServerControl;
import java.util.Locale;
import java.util.function.Function;

/**
 * Fault scenario of a crash test. Each strikes the statement that it is aimed at, and knows whether the run can report the
 * cause afterwards.
 */
public enum FaultScenario {
    PROCESS_KILLED("kill -9 of the process", false, harness -> harness.killWorker()),
    CUT_BEFORE("connection cut before the statement", false, harness -> Fault.cutBefore()),
    CUT_DURING("statement done, its answer lost", false, harness -> Fault.cutBeforeTheAnswer()),
    CUT_AFTER("connection cut after the answer", false, harness -> Fault.cutAfter()),
    SERVER_RESTART(
            "server restarted (immediate)",
            false,
            harness -> Fault.meanwhile(() -> harness.control().restart(ServerControl.Mode.IMMEDIATE))),
    SERVER_KILLED(
            "kill -9 of the server",
            false,
            harness -> Fault.meanwhile(() -> harness.control().kill())),
    BACKEND_TERMINATED(
            "connection ended by an administrator", false, harness -> Fault.meanwhile(harness::terminateWorker)),
    LOCK_TIMEOUT("another session holds the rows", true, harness -> Fault.meanwhile(harness::holdEveryRow)),
    DEADLOCK("deadlock with another session", true, CrashTestHarness::deadlock),
    STATEMENT_TIMEOUT(
            "statement time-out",
            true,
            harness -> Fault.fail("SET LOCAL statement_timeout = '20ms'", "SELECT pg_sleep(60)")),
    FULL_DISK("disk full", true, CrashTestHarness::fullDisk),
    DUPLICATE_DELIVERY("the message delivered twice", true, harness -> Fault.meanwhile(harness::deliverAgain)),
    TWO_INSTANCES("two more instances at once", true, harness -> Fault.meanwhile(harness::moreInstances)),
    CLOCK_AHEAD(
            "the process's clock jumps a day ahead",
            true,
            harness -> Fault.meanwhile(() -> harness.clock().jump(86_400))),
    CLOCK_BACK(
            "the process's clock jumps a day back",
            true,
            harness -> Fault.meanwhile(() -> harness.clock().jump(-86_400))),
    LEASE_LOST("frozen until another took the lease", false, CrashTestHarness::loseLease),
    READ_ONLY("fail-over to a server that is read-only", false, harness -> Fault.meanwhile(harness::readOnly)),
    ANSWER_UNREADABLE("rows come without their description", false, harness -> Fault.loseRowDescription());

    private final String words;
    private final boolean canTell;
    // Functions without state of their own.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<CrashTestHarness, Fault> strike;

    FaultScenario(String words, boolean canTell, Function<CrashTestHarness, Fault> strike) {
        this.words = words;
        this.canTell = canTell;
        this.strike = strike;
    }

    /** Description for the table. */
    public String words() {
        return words;
    }

    /** Whether a worker that failed of this still had a database to write the reason into. */
    boolean canTell() {
        return canTell;
    }

    Fault fault(CrashTestHarness harness) {
        return strike.apply(harness);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
