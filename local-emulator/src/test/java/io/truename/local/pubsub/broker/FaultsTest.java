// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import static io.truename.local.pubsub.broker.BrokerBench.SUBSCRIPTION;
import static io.truename.local.pubsub.broker.BrokerBench.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    private static BrokerBench with(BrokerBench bench, Faults faults) {
        bench.broker.setFaults(SUBSCRIPTION, faults);
        return bench;
    }

    @Test
    void duplicate_deliversTwice_thoughTheFirstWasAcknowledged() {
        BrokerBench bench = with(BrokerBench.plain(), new Faults(1, 0, false, 0, 0, 0, 50));
        bench.publish("a");
        List<Delivery> both = bench.pull(9);
        assertThat(texts(both)).containsExactly("a", "a");
        assertThat(both.get(0).message().id()).isEqualTo(both.get(1).message().id());
        both.forEach(bench::ack);
        assertThat(bench.pull(9)).isEmpty();
    }

    @Test
    void duplicate_ofAnOrderedKey_followsItsOriginalDirectly() {
        BrokerBench bench = with(BrokerBench.ordered(), new Faults(1, 0, false, 0, 0, 0, 50));
        bench.publishKeyed("k", "1", "2");
        assertThat(texts(bench.pull(9))).containsExactly("1", "1", "2", "2");
    }

    @Test
    void delay_holdsNewMessagesBack() {
        BrokerBench bench = with(BrokerBench.plain(), new Faults(0, 500, false, 0, 0, 0, 50));
        bench.publish("a");
        bench.pass(Duration.ofMillis(499));
        assertThat(bench.pull(1)).isEmpty();
        bench.pass(Duration.ofMillis(1));
        assertThat(bench.pull(1)).hasSize(1);
    }

    @Test
    void reorder_letsMessagesOvertake_butLosesNone() {
        BrokerBench bench = with(BrokerBench.plain(), new Faults(0, 0, true, 0, 0, 0, 50));
        String[] texts = IntStream.range(0, 50).mapToObj(Integer::toString).toArray(String[]::new);
        bench.publish(texts);
        List<String> received = new ArrayList<>();
        for (int step = 0; step < 30; step++) {
            bench.pass(Duration.ofMillis(10));
            received.addAll(texts(bench.pull(100)));
        }
        assertThat(received).containsExactlyInAnyOrder(texts).isNotEqualTo(List.of(texts));
    }

    @Test
    void reorder_leavesOrderingKeysAlone() {
        BrokerBench bench = with(BrokerBench.ordered(), new Faults(0, 0, true, 0, 0, 0, 50));
        bench.publishKeyed("k", "1", "2", "3", "4", "5");
        bench.pass(Duration.ofMillis(250));
        assertThat(texts(bench.pull(9))).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void loseAcks_deliversAgainAfterTheDeadline() {
        BrokerBench bench = with(BrokerBench.plain(), new Faults(0, 0, false, 1, 0, 0, 50));
        bench.publish("a");
        bench.ack(bench.pull(1).get(0));
        assertThat(bench.pull(1)).isEmpty();
        bench.pass(BrokerBench.ACK_DEADLINE);
        bench.broker.setFaults(SUBSCRIPTION, Faults.NONE);
        bench.ack(bench.pull(1).get(0));
        assertThat(bench.report().acked()).isEqualTo(1);
    }

    @Test
    void counts_runDownAndAreReported() {
        BrokerBench bench = with(BrokerBench.plain(), new Faults(0, 0, false, 0, 2, 1, 50));
        assertThat(bench.broker.takeAnswer503(SUBSCRIPTION)).isTrue();
        assertThat(bench.broker.faults(SUBSCRIPTION).answer503()).isEqualTo(1);
        assertThat(bench.broker.takeAnswer503(SUBSCRIPTION)).isTrue();
        assertThat(bench.broker.takeAnswer503(SUBSCRIPTION)).isFalse();
        assertThat(bench.broker.takeKillFunction(SUBSCRIPTION)).isTrue();
        assertThat(bench.broker.takeKillFunction(SUBSCRIPTION)).isFalse();
        assertThat(bench.report().faults()).isEmpty();
    }
}
