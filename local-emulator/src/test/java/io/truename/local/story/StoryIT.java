// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.database.LocalDatabase;
import io.truename.testkit.FreePort;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StoryIT {
    @TempDir
    static Path work;

    private static LocalDatabase database;

    @TempDir
    Path folder;

    private GenerateStandIn generate;
    private InMemoryDocumentEvents events;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = LocalDatabase.start(work, Optional.empty(), FreePort.next());
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void start() throws Exception {
        generate = new GenerateStandIn(5);
        events = new InMemoryDocumentEvents();
    }

    @AfterEach
    void stop() {
        generate.close();
    }

    @Test
    void run_files() throws Exception {
        Files.createDirectories(folder.resolve("a").resolve("b"));
        Files.write(folder.resolve("a").resolve("large"), new byte[200_000]);
        Files.writeString(folder.resolve("a").resolve("one"), "same content");
        Files.writeString(folder.resolve("a").resolve("b").resolve("two"), "same content");
        Files.createFile(folder.resolve("a").resolve("empty"));
        Files.createSymbolicLink(folder.resolve("a").resolve("link"), folder);

        Story story = story(FileDocuments.below(folder));
        StoryOutcome outcome = story.run();

        assertThat(facts(outcome))
                .containsEntry("Files", "4")
                .containsEntry("Size", "200 kB")
                .containsEntry("Documents", "3")
                .containsEntry("Duplicates", "1")
                .containsEntry("Not stored twice", "12 B")
                .containsEntry("Already stored", "0")
                .containsEntry("Chunks", "5")
                .containsEntry("Empty files", "1")
                .containsEntry("Links not followed", "1")
                .containsEntry("All ids agree", "yes");
        assertThat(events.published()).isEqualTo(3);
        assertThat(events.processed()).isEqualTo(3);
        assertThat(events.skipped().values()).containsExactly(12L);
        assertThat(events.found()).isEqualTo(3);
        StoryStatus status = story.status();
        assertThat(status.state()).isEqualTo(StoryState.DONE);
        assertThat(status.steps()).allMatch(step -> step.state() == StoryState.DONE && step.total() == step.done());
        assertThat(new ObjectMapper().writeValueAsString(status))
                .startsWith("{\"state\":\"DONE\",\"title\":")
                .contains("\"steps\":[{\"name\":", "\"result\":{\"summary\":", "\"failure\":null");
    }

    @Test
    void run_again_findsEverythingStored() throws Exception {
        DocumentSource source = new SyntheticDocuments(1_500, 10, 11);
        Map<String, String> first = facts(story(source).run());
        events = new InMemoryDocumentEvents();
        Map<String, String> second = facts(story(source).run());

        assertThat(first).containsEntry("Already stored", "0");
        assertThat(second)
                .containsEntry("Already stored", first.get("Documents"))
                .containsEntry("Duplicates", first.get("Duplicates"))
                .containsEntry("Documents", first.get("Documents"))
                .containsEntry("Chunks", first.get("Chunks"));
        assertThat(first.get("Duplicates")).doesNotStartWith("0 ");
        // Each duplicate is one skip, those of several batches and those within one.
        assertThat(String.format(Locale.ROOT, "%,d", events.skipped().size())).isEqualTo(second.get("Duplicates"));
    }

    @Test
    void run_sha256Namespace() throws Exception {
        generate.close();
        generate = new GenerateStandIn(8);
        assertThat(story(new SyntheticDocuments(50, 10, 12)).run().passed()).isTrue();
    }

    @Test
    void run_nothing() throws Exception {
        assertThat(facts(story(FileDocuments.below(folder)).run())).containsEntry("Documents", "0");
    }

    @Test
    void run_oneWrongId() throws Exception {
        UUID[] wrong = new UUID[1];
        generate.lie = (request, id) -> {
            synchronized (wrong) {
                wrong[0] = wrong[0] == null && request == 2 ? id : wrong[0];
                return id.equals(wrong[0])
                        ? new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 1)
                        : id;
            }
        };
        Story story = story(new SyntheticDocuments(40, 10, 13));
        StoryOutcome outcome = story.run();
        assertThat(outcome).isInstanceOf(StoryOutcome.Mismatched.class);
        assertThat(story.status().state()).isEqualTo(StoryState.FAILED);
        assertThat(story.status().failure())
                .startsWith("Not all ids agree: PostgreSQL computes other ids for 1 of")
                .contains("should be " + wrong[0]);
    }

    @Test
    void run_differentIdTheSecondTime() throws Exception {
        Map<UUID, Boolean> seen = new ConcurrentHashMap<>();
        AtomicBoolean lied = new AtomicBoolean();
        generate.lie = (request, id) -> seen.putIfAbsent(id, true) != null && !lied.getAndSet(true)
                ? new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 1)
                : id;
        assertThat(disagreement(story(new SyntheticDocuments(10, 10, 14)))).contains("asked again", "instead of");
    }

    @Test
    void run_oneIdForTwoContents() throws Exception {
        UUID same = NameBasedIds.of(5, "same");
        generate.lie = (request, id) -> request == 1 ? same : id;
        assertThat(disagreement(story(new SyntheticDocuments(10, 10, 15)))).contains("two different contents");
    }

    @Test
    void run_idContradictsWhatIsStored() throws Exception {
        DocumentSource source = new SyntheticDocuments(10, 10, 16);
        assertThat(story(source).run().passed()).isTrue();
        generate.lie = (request, id) -> new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 1);
        events = new InMemoryDocumentEvents();
        assertThat(disagreement(story(source))).contains("is stored as");
    }

    @Test
    void run_generateFailsForAMoment() throws Exception {
        generate.status = request -> request == 1 || request == 3 ? 503 : 200;
        assertThat(story(new SyntheticDocuments(10, 10, 17)).run().passed()).isTrue();
    }

    @Test
    void run_generateRefuses() throws Exception {
        generate.status = request -> 400;
        StoryOutcome outcome = story(new SyntheticDocuments(10, 10, 18)).run();
        assertThat(outcome).isInstanceOf(StoryOutcome.Failed.class);
        assertThat(((StoryOutcome.Failed) outcome).sentence())
                .startsWith("Generate answered 400 (Not today, /items/0, be nice): ")
                .doesNotContain("secret");
    }

    @Test
    void run_generateIsNotThere() throws Exception {
        generate.close();
        StoryOutcome outcome = story(new SyntheticDocuments(10, 10, 19)).run();
        assertThat(((StoryOutcome.Failed) outcome).sentence()).contains("does not answer at http://localhost");
    }

    @Test
    void run_databaseIsNotThere() throws Exception {
        DatabaseAddress nobody = new DatabaseAddress("127.0.0.1", 1, "corpus", "truename_app", "x");
        Story story = new Story(new SyntheticDocuments(10, 10, 20), generate.gateway(), nobody, events, step -> {});
        StoryOutcome outcome = story.run();
        assertThat(((StoryOutcome.Failed) outcome).sentence()).startsWith("The database does not answer");
    }

    @Test
    void run_interrupted_endsQuickly() throws Exception {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        generate.status = request -> {
            asked.complete(null);
            return 200;
        };
        Story story = story(new SyntheticDocuments(1_000_000, 10, 21));
        Thread thread = new Thread(() -> {
            try {
                story.run();
                ended.complete(new AssertionError("not interrupted"));
            } catch (Throwable e) {
                ended.complete(e);
            }
        });
        thread.start();
        asked.get(30, TimeUnit.SECONDS);
        thread.interrupt();
        assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(story.status().state()).isEqualTo(StoryState.FAILED);
    }

    @Test
    void create_contactsNobody() {
        assertThatThrownBy(() -> new DatabaseAddress("h", 0, "d", "u", "p"))
                .isInstanceOf(IllegalArgumentException.class);
        new Story(
                new SyntheticDocuments(1, 1, 1),
                URI.create("http://127.0.0.1:1"),
                new DatabaseAddress("127.0.0.1", 1, "d", "u", "p"),
                events,
                step -> {});
    }

    private Story story(DocumentSource source) {
        return new Story(source, generate.gateway(), database.address(), events, step -> {});
    }

    private static String disagreement(Story story) throws InterruptedException {
        StoryOutcome outcome = story.run();
        assertThat(outcome).isInstanceOf(StoryOutcome.Mismatched.class);
        return ((StoryOutcome.Mismatched) outcome).reason();
    }

    private static Map<String, String> facts(StoryOutcome outcome) {
        assertThat(outcome).isInstanceOf(StoryOutcome.Passed.class);
        Map<String, String> facts = new java.util.LinkedHashMap<>();
        ((StoryOutcome.Passed) outcome).result().facts().forEach(fact -> facts.put(fact.name(), fact.value()));
        return facts;
    }
}
