// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.DocumentName;
import io.truename.probe.known.KnownLookups.Sizing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Threads ask two instances that share a forgetful store, while a corpus changes all the time: inserts that nobody announces, batches,
 * announced removals. Each answer must have been true at some time from one bound before its request on.
 */
class KnownLookupsStressTest {
    private static final Duration BOUND = Duration.ofMillis(15);
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final List<DocumentName> NAMES = IntStream.range(0, 6)
            .mapToObj(number -> new DocumentName("user", String.format("%064x", number)))
            .toList();

    /** A state of a document: it began at that time or later, and the one before ended by {@code until}. */
    private record State(Optional<UUID> id, long from, long until) {}

    private final FakeDocuments documents = new FakeDocuments(() -> System.nanoTime() / 1_000);
    private final FakeStore store = new FakeStore();
    private final List<KnownLookups> instances = List.of(instance(), instance());
    private final Map<DocumentName, List<State>> history = new ConcurrentHashMap<>();
    private final AtomicLong answers = new AtomicLong();

    private KnownLookups instance() {
        return new KnownLookups(documents, store, "scope", BOUND, new Sizing(1_000, 4_000, 0), System::nanoTime);
    }

    @Test
    void answers_wereTrueWithinTheBound() throws Exception {
        long begun = System.nanoTime();
        NAMES.forEach(name ->
                history.put(name, new CopyOnWriteArrayList<>(List.of(new State(Optional.empty(), begun - 1, begun)))));
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> askers = new ArrayList<>();
            for (int asker = 0; asker < 4; asker++) {
                int seed = asker;
                askers.add(pool.submit(() -> ask(instances.get(seed % 2), new SplittableRandom(seed), stop)));
            }
            change(new SplittableRandom(7), begun + LONG.toNanos());
            stop.set(true);
            for (Future<?> asker : askers) {
                asker.get(30, TimeUnit.SECONDS);
            }
        } finally {
            stop.set(true);
            pool.shutdownNow();
        }
        assertThat(answers.get()).isGreaterThan(1_000);
        assertThat(instances.get(0).figures().memory()).isPositive();
        assertThat(instances.get(0).figures().store()).isPositive();
    }

    private void change(SplittableRandom random, long end) {
        while (System.nanoTime() < end) {
            DocumentName name = NAMES.get(random.nextInt(NAMES.size()));
            long from = System.nanoTime();
            if (!documents.stored.containsKey(name)) {
                documents.stored.put(name, UUID.randomUUID());
            } else if (random.nextInt(3) == 0) {
                documents.stored.remove(name);
                instances.get(random.nextInt(2)).changed();
            } else {
                documents.migrate();
            }
            long until = System.nanoTime();
            for (DocumentName each : NAMES) {
                List<State> states = history.get(each);
                Optional<UUID> now = Optional.ofNullable(documents.stored.get(each));
                if (!states.get(states.size() - 1).id.equals(now)) {
                    states.add(new State(now, from, until));
                }
            }
            if (random.nextInt(5) == 0) {
                store.values.clear();
            }
            long pause = System.nanoTime() + random.nextLong(BOUND.toNanos() / 2);
            while (System.nanoTime() < pause) {
                Thread.onSpinWait();
            }
        }
    }

    private void ask(KnownLookups instance, SplittableRandom random, AtomicBoolean stop) {
        record Answer(DocumentName name, Optional<UUID> id, long arrived, long answered) {}
        List<Answer> given = new ArrayList<>();
        while (!stop.get()) {
            List<DocumentName> names = random.nextBoolean() ? NAMES : List.of(NAMES.get(random.nextInt(NAMES.size())));
            long arrived = System.nanoTime();
            Map<DocumentName, Optional<UUID>> ids = instance.find(names).ids();
            long answered = System.nanoTime();
            // A few of the many that come from memory are enough.
            if (random.nextInt(20) == 0) {
                names.forEach(name -> given.add(new Answer(name, ids.get(name), arrived, answered)));
            }
        }
        for (Answer answer : given) {
            assertThat(wasTrue(history.get(answer.name), answer.id, answer.arrived - BOUND.toNanos(), answer.answered))
                    .as("%s", answer)
                    .isTrue();
        }
        answers.addAndGet(given.size());
    }

    /** Whether a state began before the answer, and did not end before the bound. */
    private static boolean wasTrue(List<State> states, Optional<UUID> id, long earliest, long answered) {
        for (int at = 0; at < states.size(); at++) {
            boolean began = states.get(at).from <= answered;
            boolean held = at + 1 == states.size() || states.get(at + 1).until >= earliest;
            if (states.get(at).id.equals(id) && began && held) {
                return true;
            }
        }
        return false;
    }
}
