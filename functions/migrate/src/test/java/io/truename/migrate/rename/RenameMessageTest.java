// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.rename;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.rename.PublicationStore.Entry;
import io.truename.postgres.rekeying.rename.RenameCursor;
import io.truename.postgres.rekeying.rename.RenameStore.Rename;
import io.truename.pubsub.Message;
import io.truename.rekeying.run.Direction;
import io.truename.testkit.GoldenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RenameMessageTest {
    private static final UUID RUN = new UUID(0, 7);

    private static Entry entry(String from, String to, Direction direction) {
        return new Entry(
                new Rename(new RenameCursor(733, 18), "objects", from, to, RUN, direction, false),
                Optional.of("document"),
                Optional.of("app.documents"),
                3,
                0);
    }

    /** Consumers depend on it. */
    @Test
    void message_isAsItWas() {
        Message message = RenameMessage.of(entry("raw/a.pdf", "raw/\"b\".pdf", Direction.FORWARD));
        GoldenFile.compare(
                "rename-message.txt",
                new String(message.data(), StandardCharsets.UTF_8) + "\n" + new TreeMap<>(message.attributes()) + "\n"
                        + message.orderingKey().orElseThrow() + "\n");
    }

    @Test
    void pairOfAnOlderVersion_hasNoKindAndNoTable() {
        Entry old = new Entry(entry("a", "b", Direction.BACK).rename(), Optional.empty(), Optional.empty(), 0, 0);
        assertThat(new String(RenameMessage.of(old).data(), StandardCharsets.UTF_8))
                .contains("\"kind\":null,\"table\":null");
    }

    /** The way back, and a duplicate's way to the same name, must not overtake. */
    @Test
    void orderingKey_isThatOfTheTrueName() {
        String key = key("a", "true", Direction.FORWARD);
        assertThat(key("true", "a", Direction.BACK)).isEqualTo(key);
        assertThat(key("duplicate", "true", Direction.FORWARD)).isEqualTo(key);
        assertThat(key("a", "other", Direction.FORWARD)).isNotEqualTo(key);
    }

    @Test
    void readme_showsTheConsumerOfTheTests() throws IOException {
        String consumer =
                Files.readString(Path.of("../testkit/src/main/java/io/truename/testkit/rename/RenameConsumer.java"));
        String shown = consumer.substring(
                        consumer.indexOf("    // begin README\n"), consumer.indexOf("    // end README"))
                .replace("    // begin README\n", "")
                .indent(-4);
        assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + shown + "```");
    }

    private static String key(String from, String to, Direction direction) {
        return RenameMessage.of(entry(from, to, direction)).orderingKey().orElseThrow();
    }
}
