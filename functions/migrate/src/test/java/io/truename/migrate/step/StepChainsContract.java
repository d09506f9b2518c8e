// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

import static io.truename.migrate.step.StepSimulation.HELD;
import static io.truename.migrate.step.StepSimulation.HOLD;
import static io.truename.migrate.step.StepSimulation.WORKERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.migrate.step.StepSimulation.Message;
import io.truename.postgres.rekeying.work.WorkResult;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.run.StepChains.Asked;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One chain of steps for each worker, whatever happens to its messages. */
abstract class StepChainsContract {
    private static final WorkResult MOVED = StepSimulation.again(Outcome.MOVED, Duration.ZERO);
    private static final WorkResult DONE = new WorkResult(Outcome.DONE, 0, 0, Optional.empty(), false);

    /** Length of a long time. */
    private final int minutes;

    private StepSimulation.Stepped stepped;
    private StepSimulation simulation;

    StepChainsContract(int minutes) {
        this.minutes = minutes;
    }

    abstract StepSimulation.Stepped stepped();

    @BeforeEach
    void start() {
        stepped = stepped();
        simulation = new StepSimulation(stepped);
        simulation.requests.atOnce(simulation.run(), WORKERS);
    }

    /** Messages in the queue and published are as many in the last as in the second sixth of the time. */
    private void aLongTimeIsSteady(int minutes) {
        simulation.minutes(minutes / 6);
        int queued = simulation.messages.size();
        int before = simulation.published;
        simulation.minutes(minutes / 6);
        int early = simulation.published - before;
        simulation.minutes(minutes / 2);
        before = simulation.published;
        simulation.minutes(minutes / 6);
        assertThat(simulation.published - before).isBetween(early - 2, early + 2);
        assertThat(simulation.messages.size()).isBetween(queued - 2, queued + 2);
    }

    // Before, each minute added a chain for each worker, which lasted as long as the run.
    @Test
    void hold_forALongTime_hasOneMessageOfEachWorker() {
        for (int minute = 0; minute < minutes; minute++) {
            simulation.minute();
            assertThat(simulation.messages).as("minute " + minute).hasSize(WORKERS);
        }
        assertThat(simulation.published).isEqualTo(simulation.worked + WORKERS);
        assertThat(simulation.worked).isBetween(3 * minutes, 4 * minutes + 2);
    }

    @Test
    void hold_everyMessageTwice_doesNotMultiply() {
        simulation.copies = 2;
        aLongTimeIsSteady(minutes);
        assertThat(simulation.messages).hasSize(2 * WORKERS);
    }

    @Test
    void hold_everyMessageLate_isReplacedAndDoesNotMultiply() {
        simulation.late = Duration.ofMinutes(5);
        // An hour always: a sixth of less has only one or two such messages.
        aLongTimeIsSteady(60);
        assertThat(simulation.worked).isGreaterThan(2 * 60 / 2);
    }

    @Test
    void hold_clockOfTheReceiverIsAhead_doesNotMultiply() {
        simulation.late = Duration.ofSeconds(-20);
        aLongTimeIsSteady(minutes);
        assertThat(simulation.messages).hasSize(WORKERS);
    }

    @Test
    void hold_aStepByHandEachMinute_doesNotMultiply() {
        simulation.byHand = true;
        aLongTimeIsSteady(minutes);
        assertThat(simulation.messages).hasSize(WORKERS);
    }

    @Test
    void hold_pausedAndResumedEachMinute_doesNotMultiply() {
        for (int minute = 0; minute < 20; minute++) {
            simulation.minute();
            simulation.moving(false);
            assertThat(simulation.wake()).isEqualTo("idle");
            simulation.moving(true);
            simulation.requests.atOnce(simulation.run(), WORKERS);
            assertThat(simulation.messages.size()).isBetween(WORKERS, 2 * WORKERS);
        }
        simulation.minutes(2);
        assertThat(simulation.messages).hasSize(WORKERS);
    }

    @Test
    void pausedRun_endsItsChains() {
        simulation.moving(false);
        simulation.minutes(5);
        assertThat(simulation.messages).isEmpty();
        assertThat(simulation.published).isEqualTo(WORKERS);
    }

    @Test
    void lostMessage_isReplacedWithinAboutAMinuteOfBeingDue() {
        simulation.deliverDue();
        Message lost = simulation.take(0);
        simulation.minute();
        assertThat(simulation.messages).extracting(Message::shard).containsExactlyInAnyOrder(0, 1);
        int worked = simulation.worked;
        simulation.minute();
        assertThat(simulation.worked).isEqualTo(worked + 4);
        // It was not lost, but came hours late.
        assertThat(simulation.deliver(lost)).isEqualTo("elsewhere");
        assertThat(simulation.messages).hasSize(WORKERS);
    }

    @Test
    void duplicate_ofADoneStep_doesNothing() {
        Message first = simulation.take(0);
        simulation.deliver(first);
        assertThat(simulation.deliver(first)).isEqualTo("elsewhere");
        assertThat(simulation.worked).isEqualTo(1);
        simulation.take(0);
    }

    @Test
    void duplicate_whileTheFirstWorks_leavesTheRestToIt() {
        Message first = simulation.take(0);
        simulation.work = () -> {
            assertThat(simulation.deliver(first)).isEqualTo("elsewhere");
            return MOVED;
        };
        simulation.deliver(first);
        simulation.take(0);
    }

    @Test
    void laterStep_whileTheFirstWorks_leavesTheRestToIt() {
        Message first = simulation.take(0);
        simulation.work = () -> {
            simulation.requests.atOnce(simulation.run(), 1);
            assertThat(simulation.deliver(simulation.take(0))).isEqualTo("elsewhere");
            return MOVED;
        };
        simulation.deliver(first);
        simulation.take(0);
    }

    @Test
    void laterStep_thatComesAfterTheFirst_isTheOnlyOneThatGoesOn() {
        Message first = simulation.take(0);
        simulation.work = () -> {
            simulation.requests.atOnce(simulation.run(), 1);
            return MOVED;
        };
        simulation.deliver(first);
        simulation.work = () -> HELD;
        assertThat(simulation.deliver(simulation.take(0))).isEqualTo("held");
        simulation.take(0);
    }

    @Test
    void wake_whileAllWork_asksForNothing() {
        Message first = simulation.take(0);
        AtomicReference<String> woken = new AtomicReference<>();
        simulation.work = () -> {
            stepped.pass(Duration.ofMinutes(10));
            stepped.lease(1, true);
            woken.set(simulation.wake());
            stepped.lease(1, false);
            return HELD;
        };
        simulation.deliver(first);
        assertThat(woken).hasValue("idle");
    }

    @Test
    void kill_beforeTheNextIsQueued_redeliveryGoesOnAtOnce() {
        Message first = simulation.take(0);
        assertThat(stepped.chains().next(simulation.run(), 0, first.step(), HOLD))
                .isPresent();
        assertThat(simulation.deliver(first)).isEqualTo("held");
        simulation.take(0);
    }

    @Test
    void kill_beforeTheNextIsRecorded_endsInOneChain() {
        Message first = simulation.take(0);
        Asked next =
                stepped.chains().next(simulation.run(), 0, first.step(), HOLD).orElseThrow();
        simulation.messages.add(new Message(0, OptionalLong.of(next.number()), HOLD));
        simulation.messages.add(first);
        simulation.minutes(3);
        assertThat(simulation.messages).hasSize(WORKERS);
    }

    @Test
    void kill_afterTheNextIsRecorded_redeliveryDoesNothing() {
        Message first = simulation.take(0);
        Asked next =
                stepped.chains().next(simulation.run(), 0, first.step(), HOLD).orElseThrow();
        stepped.chains().queued(next);
        assertThat(simulation.deliver(first)).isEqualTo("elsewhere");
    }

    @Test
    void queueThatTakesNothing_isAskedAgainByTheSchedule() {
        simulation.copies = 0;
        simulation.minutes(3);
        assertThat(simulation.messages).isEmpty();
        assertThat(simulation.notTaken).isGreaterThan(2 * WORKERS);
        simulation.copies = 1;
        assertThat(simulation.wake()).isEqualTo("woken");
        simulation.minutes(3);
        assertThat(simulation.messages).hasSize(WORKERS);
    }

    @Test
    void workForEveryWorker_endsInOneChainOfEach() {
        simulation.work = () -> MOVED.again()
                .map(delay -> new WorkResult(Outcome.MOVED, 0, 0, Optional.of(delay), true))
                .orElseThrow();
        simulation.deliver(simulation.take(0));
        simulation.deliver(simulation.take(0));
        simulation.work = () -> HELD;
        aLongTimeIsSteady(minutes);
        assertThat(simulation.messages).hasSize(WORKERS);
    }

    @Test
    void workerWithNothingLeft_isAskedOnceAMinute() {
        simulation.work = () -> DONE;
        simulation.minutes(10);
        assertThat(simulation.published).isEqualTo(11 * WORKERS);
    }

    @Test
    void numbersGoOn_whereTheRecordIsOlderThanAMessage() {
        Message restored = new Message(0, OptionalLong.of(1_000), Duration.ZERO);
        simulation.deliver(restored);
        assertThat(simulation.messages)
                .filteredOn(message -> message.shard() == 0)
                .last()
                .extracting(Message::step)
                .isEqualTo(OptionalLong.of(1_001));
        simulation.minutes(2);
        assertThat(simulation.messages).hasSize(WORKERS);
    }
}
