// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import static io.truename.local.pubsub.PubSubBench.message;
import static io.truename.local.pubsub.PubSubBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.pubsub.v1.ReceivedMessage;
import io.truename.local.control.ControlException;
import io.truename.local.pubsub.broker.Faults;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Test of the control API and of the effect of its faults on clients. */
final class ControlIT {
    private static final String FAULTS = "/api/pubsub/subscriptions/handled/faults";

    private PubSubBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new PubSubBench();
        bench.createTopic("events");
        bench.createSubscription("handled", "events", with -> with);
    }

    @AfterEach
    void stop() throws InterruptedException {
        bench.close();
    }

    @Test
    void faults_areSetShownAndCleared() {
        bench.faults(
                "handled",
                "{\"duplicate\":0.2,\"delayMillis\":500,\"reorder\":true,\"loseAcks\":0.1,"
                        + "\"answer503\":3,\"killFunction\":1}");
        Faults set = new Faults(0.2, 500, true, 0.1, 3, 1, 50);
        assertThat(bench.control("GET", FAULTS, "", Map.of()).body()).isEqualTo(set);
        assertThat(bench.status("handled").faults()).isEqualTo(set);
        assertThat(bench.control("DELETE", FAULTS, "", Map.of()).body()).isEqualTo(Faults.NONE);
        assertThat(bench.status("handled").faults()).isNull();
    }

    @Test
    void faults_wholeNumbers_areWholeByTheirValue() {
        bench.faults("handled", "{\"delayMillis\":5e2,\"answer503\":3.0}");
        assertThat(bench.status("handled").faults()).isEqualTo(new Faults(0, 500, false, 0, 3, 0, 50));
        assertThatThrownBy(() -> bench.faults("handled", "{\"answer503\":1.5}")).hasMessageContaining("answer503:");
    }

    @Test
    void faults_thatAreWrong_areNamedTogether() {
        assertThatThrownBy(() -> bench.faults(
                        "handled",
                        "{\"duplicate\":2,\"delayMillis\":-1,\"reorder\":1,\"loseAcks\":\"x\",\"answer503\":0.5,"
                                + "\"killFunction\":null,\"killAfterMillis\":60001,\"explode\":true}"))
                .isInstanceOfSatisfying(
                        ControlException.class,
                        refused -> assertThat(refused.status()).isEqualTo(400))
                .hasMessageContainingAll(
                        "duplicate:",
                        "delayMillis:",
                        "reorder:",
                        "loseAcks:",
                        "answer503:",
                        "killFunction:",
                        "killAfterMillis: must be a whole number from 0 to 60000",
                        "explode:");
        assertThatThrownBy(() -> bench.faults("handled", "[]")).hasMessageContaining("JSON object");
    }

    @Test
    void unknownSubscription_isNotFound() {
        assertThatThrownBy(() -> bench.faults("nobody", "{}"))
                .isInstanceOfSatisfying(
                        ControlException.class,
                        refused -> assertThat(refused.status()).isEqualTo(404));
    }

    @Test
    void publishedFromTheConsole_isPeekedAndPulled() {
        bench.control(
                "POST",
                "/api/pubsub/topics/events/messages",
                "{\"data\":\"hello\",\"attributes\":{\"a\":\"1\"}}",
                Map.of());
        bench.publish("events", message("x".repeat(1025)));
        JsonNode messages = new JsonMapper()
                .<JsonNode>valueToTree(
                        bench.control("GET", "/api/pubsub/subscriptions/handled/messages", "", Map.of("limit", "20"))
                                .body())
                .get("messages");
        assertThat(messages).hasSize(2);
        assertThat(messages.at("/0/data").asText()).isEqualTo("hello");
        assertThat(messages.at("/0/attributes/a").asText()).isEqualTo("1");
        assertThat(messages.at("/0/attempts").asInt()).isZero();
        assertThat(messages.at("/1/data").isNull()).isTrue();
        assertThat(messages.at("/1/size").asInt()).isEqualTo(1025);
        assertThat(texts(bench.pull("handled", 1))).containsExactly("hello");
    }

    @Test
    void consoleMessages_thatAreWrong_nameTheField() {
        assertThatThrownBy(() -> bench.control("POST", "/api/pubsub/topics/events/messages", "{\"data\":1}", Map.of()))
                .hasMessageContaining("data: must be text");
        assertThatThrownBy(() -> bench.control(
                        "POST", "/api/pubsub/topics/events/messages", "{\"attributes\":{\"a\":1}}", Map.of()))
                .hasMessageContaining("attributes.a: must be text");
        assertThatThrownBy(() -> bench.control(
                        "POST", "/api/pubsub/topics/events/messages", "{\"data\":\"a\",\"key\":\"k\"}", Map.of()))
                .hasMessageContaining("key: is not a field");
        assertThatThrownBy(() -> bench.control("POST", "/api/pubsub/topics/events/messages", "{}", Map.of()))
                .hasMessageContaining("data or at least one attribute");
        assertThatThrownBy(() ->
                        bench.control("GET", "/api/pubsub/subscriptions/handled/messages", "", Map.of("limit", "0")))
                .hasMessageContaining("limit:");
    }

    @Test
    void duplicateFault_deliversTheSameMessageTwice() {
        bench.faults("handled", "{\"duplicate\": 1}");
        bench.publish("events", message("a"));
        List<ReceivedMessage> both = bench.pull("handled", 10);
        assertThat(both).hasSize(2);
        assertThat(both.get(0).getMessage()).isEqualTo(both.get(1).getMessage());
    }

    @Test
    void delayFault_holdsMessagesBack() {
        bench.faults("handled", "{\"delayMillis\": 60000}");
        bench.publish("events", message("a"));
        assertThat(bench.glance("handled", 1)).isEmpty();
        bench.clock.advance(Duration.ofSeconds(60));
        assertThat(texts(bench.pull("handled", 1))).containsExactly("a");
    }

    @Test
    void reorderFault_letsMessagesOvertake() {
        bench.faults("handled", "{\"reorder\": true}");
        List<String> published = IntStream.range(0, 20).mapToObj(i -> "m" + i).toList();
        published.forEach(text -> bench.publish("events", message(text)));
        bench.clock.advance(Duration.ofSeconds(1));
        List<String> received = texts(bench.pull("handled", 100));
        assertThat(received).containsExactlyInAnyOrderElementsOf(published).isNotEqualTo(published);
    }

    @Test
    void loseAcksFault_bringsTheMessageBack() {
        bench.faults("handled", "{\"loseAcks\": 1}");
        bench.publish("events", message("a"));
        bench.ack("handled", bench.pull("handled", 1).get(0));
        assertThat(bench.glance("handled", 1)).isEmpty();
        bench.clock.advance(Duration.ofSeconds(10));
        assertThat(texts(bench.pull("handled", 1))).containsExactly("a");
    }

    @Test
    void answer503Fault_makesPullsAndPublishesFail_andClientsTryAgain() {
        bench.faults("handled", "{\"answer503\": 1}");
        bench.control("PUT", "/api/pubsub/topics/events/faults", "{\"answer503\": 1}", Map.of());
        bench.publish("events", message("a"));
        assertThat(bench.control("GET", "/api/pubsub/topics/events/faults", "", Map.of())
                        .body())
                .isEqualTo(Map.of("answer503", 0));
        assertThat(texts(bench.pull("handled", 1))).containsExactly("a");
        await().atMost(PubSubBench.PATIENCE).until(() -> bench.status("handled").faults() == null);
    }
}
