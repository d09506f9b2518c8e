// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.cloud.pubsub.v1.Subscriber;
import io.truename.catalog.CatalogReader;
import io.truename.local.messaging.PubSubComponent;
import java.io.Reader;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LifecycleIT {
    @Test
    void start_onATakenPort_saysWhichOne() throws Exception {
        try (LocalPubSub first = PubSubBench.startOn(0)) {
            int port = Integer.parseInt(first.target().split(":", 2)[1]);
            assertThatThrownBy(() -> PubSubBench.startOn(port))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("taken");
        }
        await().atMost(PubSubBench.PATIENCE).until(() -> ourThreads().isEmpty());
    }

    @Test
    void health_asksTheServerItself() throws Exception {
        LocalPubSub pubSub = PubSubBench.startOn(0);
        await().atMost(PubSubBench.PATIENCE).until(() -> pubSub.problem().isEmpty());
        pubSub.close();
        assertThat(new PubSubComponent(pubSub).health().detail())
                .isEqualTo("Pub/Sub is closed: restart the local cloud.");
        pubSub.close();
    }

    @Test
    void close_endsEveryThread_evenWithAnOpenStream() throws Exception {
        PubSubBench bench = new PubSubBench();
        bench.createTopic("events");
        bench.createSubscription("handled", "events", with -> with);
        Subscriber subscriber = bench.subscriber("handled", (message, reply) -> reply.ack());
        bench.pubSub.close();
        await().atMost(PubSubBench.PATIENCE).until(() -> ourThreads().isEmpty());
        PubSubBench.stop(subscriber);
        bench.close();
    }

    @Test
    void server_listensOnLoopbackOnly() throws Exception {
        try (LocalPubSub pubSub = PubSubBench.startOn(0)) {
            int port = Integer.parseInt(pubSub.target().split(":", 2)[1]);
            for (InetAddress address : outsideAddresses()) {
                assertThatThrownBy(() -> {
                            try (Socket socket = new Socket()) {
                                socket.connect(new InetSocketAddress(address, port), 1_000);
                            }
                        })
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void catalog_isWiredAsInTheCloud() throws Exception {
        try (Reader yaml = Files.newBufferedReader(Path.of("../terraform/catalog/functions.yaml"));
                PubSubBench bench = new PubSubBench(CatalogReader.read(yaml), "http://127.0.0.1:8080", 1 << 20)) {
            var push = bench.subscriptions
                    .getSubscription(PubSubBench.subscription("generate-self-checks"))
                    .getPushConfig();
            assertThat(push.getPushEndpoint()).isEqualTo("http://127.0.0.1:8080/functions/generate/self-checks");
            assertThat(push.getOidcToken().getServiceAccountEmail())
                    .isEqualTo("generate-invoker@truename-local.iam.gserviceaccount.com");
            assertThat(push.getOidcToken().getAudience()).isEqualTo("http://127.0.0.1:8080/functions/generate");
            bench.pubSub.publish("document-events", "{}", Map.of("stage", "uploaded"));
            await().atMost(PubSubBench.PATIENCE)
                    .until(() -> bench.status("document-events-uploaded").backlog() == 1);
        }
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("pubsub-"))
                .toList();
    }

    private static List<InetAddress> outsideAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(card -> Collections.list(card.getInetAddresses()).stream())
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }
}
