// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

import io.truename.edge.event.DeadLetters;
import io.truename.monitoring.CloudMonitoringWriter;
import io.truename.monitoring.Metrics;
import io.truename.monitoring.MonitoredInstance;
import io.truename.pubsub.Message;
import io.truename.pubsub.PubSubEndpoint;
import io.truename.pubsub.PubSubPublisher;
import io.truename.pubsub.Publisher;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Clients of the cloud that every function on a corpus makes from its settings. None of them connects before its first use. */
public final class CorpusServices {
    private CorpusServices() {}

    /** Publisher to the project's topics; empty if no project is set. */
    public static Optional<Publisher> publisher(CorpusSettings settings) {
        return settings.project()
                .map(project -> new PubSubPublisher(new PubSubEndpoint(project, settings.pubSubEmulator())));
    }

    /** Writer of a function's metrics, as an instance of its own; {@link Metrics#NONE} if they are off. */
    public static Metrics metrics(CorpusSettings settings, String function, Clock clock) {
        return settings.monitoring()
                .<Metrics>map(endpoint -> new CloudMonitoringWriter(
                        endpoint,
                        new MonitoredInstance(
                                settings.region(), function, UUID.randomUUID().toString()),
                        clock))
                .orElse(Metrics.NONE);
    }

    /** Dead letters on a topic; empty if there is no topic, or nobody to publish. */
    public static Optional<DeadLetters> deadLetters(Optional<Publisher> publisher, Optional<String> topic) {
        return publisher.flatMap(topics -> topic.map(name ->
                letter -> topics.publish(name, new Message(letter.data(), letter.attributes(), Optional.empty()))));
    }
}
