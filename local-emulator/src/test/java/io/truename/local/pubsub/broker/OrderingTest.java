// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import static io.truename.local.pubsub.broker.BrokerBench.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OrderingTest {
    @Test
    void key_heldByOneConsumer_isNotGivenToAnother() {
        BrokerBench bench = BrokerBench.ordered();
        bench.publishKeyed("k", "1", "2", "3");
        Consumer holder = Consumer.unlimited();
        List<Delivery> held = bench.pull(holder, 1);
        assertThat(bench.pull(9)).isEmpty();
        assertThat(texts(bench.pull(holder, 1))).containsExactly("2");
        bench.ack(held.get(0));
        assertThat(bench.pull(9)).isEmpty();
    }

    @Test
    void key_released_goesToWhoeverAsksNext() {
        BrokerBench bench = BrokerBench.ordered();
        bench.publishKeyed("k", "1", "2");
        bench.ack(bench.pull(1).get(0));
        assertThat(texts(bench.pull(9))).containsExactly("2");
    }

    @Test
    void nack_takesBackAllLaterMessagesOfTheKey_evenAcknowledgedOnes() {
        BrokerBench bench = BrokerBench.ordered();
        bench.publishKeyed("k", "1", "2", "3", "4");
        Consumer consumer = Consumer.unlimited();
        List<Delivery> first = bench.pull(consumer, 3);
        bench.ack(first.get(2));
        bench.nack(first.get(0));
        assertThat(texts(bench.pull(consumer, 9))).containsExactly("1", "2", "3", "4");
        assertThat(bench.report().acked()).isZero();
    }

    @Test
    void ack_ofAMessageTakenBack_isLate() {
        BrokerBench bench = BrokerBench.ordered();
        bench.publishKeyed("k", "1", "2");
        Consumer consumer = Consumer.unlimited();
        List<Delivery> first = bench.pull(consumer, 2);
        bench.nack(first.get(0));
        bench.ack(first.get(1));
        assertThat(texts(bench.pull(consumer, 9))).containsExactly("1", "2");
    }

    @Test
    void otherKeys_goOnWhileOneIsHeld() {
        BrokerBench bench = BrokerBench.ordered();
        bench.publishKeyed("k", "k1", "k2");
        bench.publishKeyed("l", "l1");
        bench.publish("free");
        assertThat(texts(bench.pull(1))).containsExactly("k1");
        assertThat(texts(bench.pull(9))).containsExactly("l1", "free");
    }

    @Test
    void deadLetteredMessage_letsItsSuccessorsGoOn() {
        BrokerBench bench = BrokerBench.deadLettering(true, 5);
        bench.publishKeyed("k", "poison", "2");
        for (int attempt = 1; attempt <= 5; attempt++) {
            bench.nack(bench.pull(2).get(0));
        }
        List<Delivery> next = bench.pull(9);
        assertThat(bench.report().deadLettered()).isEqualTo(1);
        assertThat(texts(next)).isEmpty();
        bench.pass(BrokerBench.ACK_DEADLINE);
        assertThat(texts(bench.pull(9))).containsExactly("2");
    }

    @Test
    void keys_withoutOrderingEnabled_areJustData() {
        BrokerBench bench = BrokerBench.plain();
        bench.publishKeyed("k", "1", "2");
        assertThat(bench.pull(1)).hasSize(1);
        assertThat(bench.pull(1)).hasSize(1);
    }
}
