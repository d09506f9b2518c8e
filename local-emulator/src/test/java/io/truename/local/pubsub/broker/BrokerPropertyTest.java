// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import static io.truename.local.pubsub.broker.BrokerBench.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Property test with random sequences of publish, pull, ack, nack and wait. */
final class BrokerPropertyTest {
    private static final int KEYS = 3;

    @Property(tries = 400)
    void message_isNeverLost(
            @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 999) Integer> steps, @ForAll boolean ordered) {
        BrokerBench bench = BrokerBench.deadLettering(ordered, 5);
        long published = play(bench, steps, new ArrayList<>());
        SubscriptionReport report = bench.report();
        assertThat(report.acked() + report.deadLettered() + report.expired() + report.backlog())
                .isEqualTo(published);
        SubscriptionReport letters = bench.report(BrokerBench.DEAD_LETTERS);
        assertThat(letters.backlog() + letters.expired()).isEqualTo(report.deadLettered());

        drain(bench);
        assertThat(bench.report().backlog()).isZero();
        assertThat(bench.report().outstanding()).isZero();
    }

    @Property(tries = 400)
    void orderedKey_neverOvertakes(
            @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 999) Integer> steps, @ForAll boolean duplicating) {
        // Long retention: an expired message would look like an overtaken one.
        BrokerBench bench = BrokerBench.ordered();
        if (duplicating) {
            bench.broker.setFaults(SUBSCRIPTION, new Faults(0.3, 0, true, 0.2, 0, 0, 50));
        }
        List<Delivery> history = new ArrayList<>();
        play(bench, steps, history);
        bench.broker.setFaults(SUBSCRIPTION, Faults.NONE);
        history.addAll(drain(bench));
        Map<String, Integer> reached = new HashMap<>();
        for (Delivery delivery : history) {
            String key = delivery.message().orderingKey();
            if (!key.isEmpty()) {
                int number = Integer.parseInt(BrokerBench.text(delivery));
                // A step back is a redelivery; a step forward by more than one would be overtaking.
                assertThat(number).isLessThanOrEqualTo(reached.getOrDefault(key, 0) + 1);
                reached.put(key, number);
            }
        }
    }

    @Property(tries = 200)
    void leases_ofOneKey_belongToOneConsumer(
            @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 999) Integer> steps) {
        BrokerBench bench = BrokerBench.ordered();
        play(bench, steps, new ArrayList<>());
        bench.pass(Duration.ofMillis(1));
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Set<String> here = new HashSet<>();
            bench.pull(1).forEach(delivery -> here.add(delivery.message().orderingKey()));
            here.remove("");
            assertThat(Collections.disjoint(keys, here)).isTrue();
            keys.addAll(here);
        }
    }

    /** Executes one step per number and returns the number of published messages. */
    private static long play(BrokerBench bench, List<Integer> steps, List<Delivery> history) {
        List<Consumer> consumers = List.of(new Consumer(4, 0), Consumer.unlimited());
        List<Delivery> held = new ArrayList<>();
        int[] numbers = new int[KEYS + 1];
        long published = 0;
        for (int step : steps) {
            int choice = step % 10;
            int detail = step / 10;
            if (choice <= 3) {
                int key = detail % (KEYS + 1);
                bench.publishKeyed(key == 0 ? "" : "key-" + key, Integer.toString(++numbers[key]));
                published++;
            } else if (choice <= 5) {
                List<Delivery> got = bench.pull(consumers.get(detail % 2), 1 + detail % 4);
                held.addAll(got);
                history.addAll(got);
            } else if (choice <= 7 && !held.isEmpty()) {
                bench.ack(held.remove(detail % held.size()));
            } else if (choice == 8 && !held.isEmpty()) {
                bench.nack(held.remove(detail % held.size()));
            } else if (choice == 9) {
                bench.pass(Duration.ofSeconds(detail < 95 ? detail % 12 : 300));
            }
        }
        return published;
    }

    private static List<Delivery> drain(BrokerBench bench) {
        List<Delivery> all = new ArrayList<>();
        bench.pass(BrokerBench.ACK_DEADLINE);
        List<Delivery> got = bench.pull(3);
        while (!got.isEmpty()) {
            all.addAll(got);
            got.forEach(bench::ack);
            bench.pass(Duration.ofMillis(300));
            got = bench.pull(3);
        }
        return all;
    }
}
