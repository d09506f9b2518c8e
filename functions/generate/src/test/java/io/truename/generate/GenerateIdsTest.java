// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.edge.http.EdgeBody;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.TraceContext;
import io.truename.identity.ChunkId;
import io.truename.identity.DocumentId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GenerateIdsTest {
    private final RecordedEvents events = new RecordedEvents();
    private final AtomicReference<Optional<String>> disagreement = new AtomicReference<>(Optional.empty());
    private final SelfCheck selfCheck = new SelfCheck(disagreement::get, 7, events.log());
    private final GenerateIds generate = new GenerateIds(ItemReaderTest.IDENTITIES, selfCheck, events.log());

    @Test
    void handle_batch_answersIdsAndCountsKinds() {
        EdgeResponse response = generate.handle(post("{\"items\":[" + ItemReaderTest.DOCUMENT + ","
                + ItemReaderTest.DOCUMENT.replace(ItemReaderTest.SHA, ItemReaderTest.SHA.toUpperCase(Locale.ROOT))
                + "," + ItemReaderTest.CHUNK + ",{\"kind\":\"job\"}]}"));

        assertThat(text(response))
                .isEqualTo("{\"namespace\":\"6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42\",\"items\":["
                        + "{\"kind\":\"document\",\"id\":\"bf33f793-7447-5c56-a7da-9ffa2f8aa79d\"},"
                        + "{\"kind\":\"document\",\"id\":\"bf33f793-7447-5c56-a7da-9ffa2f8aa79d\"},"
                        + "{\"kind\":\"chunk\",\"id\":\"0e43e111-00f4-5877-9c66-147ba87ef38f\"},"
                        + "{\"kind\":\"job\",\"id\":\"9f0a1a7c-2e6f-4b42-8c8a-1e6e1f0b4aa8\"}]}");
        assertThat(response.log())
                .isEqualTo(
                        Map.of("items", Map.of("document", 2, "chunk", 1, "job", 1), "duplicates", 1, "collisions", 0));
        assertThat(events.lines()).isEmpty();
    }

    @Test
    void handle_bareItem_answersABareId() {
        assertThat(text(generate.handle(post(ItemReaderTest.CHUNK))))
                .isEqualTo("{\"kind\":\"chunk\",\"id\":\"0e43e111-00f4-5877-9c66-147ba87ef38f\"}");
    }

    // The ids of a document and a chunk are of two types: once they were never compared.
    @Test
    void answer_sameIdOfDifferentItems_givesNoIdAndSaysSo() {
        DocumentId id = new DocumentId(1, 2);
        Item one = new Item.Document("a", ItemReaderTest.SHA, id);
        Item other = new Item.Document("b", ItemReaderTest.SHA, id);
        Item chunk = new Item.Chunk(id, "c", "1", 0, new ChunkId(1, 2));

        EdgeResponse response =
                generate.answer(new ParseResult.Items<>(List.of(one, other, chunk, one), false), TraceContext.NONE);

        assertThat(response.status()).isEqualTo(500);
        assertThat(text(response)).doesNotContain(id.toString());
        assertThat(events.lines())
                .singleElement()
                .asString()
                .contains("\"event\":\"identity.collision\"", "\"severity\":\"ERROR\"", "\"collisions\":2");
    }

    @Test
    void duplicateCheck_twoJobsOfOneId_collide() {
        Item.Job job = new Item.Job(ItemReaderTest.IDENTITIES.jobs().get());
        assertThat(DuplicateCheck.of(List.of(job, job))).isEqualTo(new DuplicateCheck(0, 1));
    }

    @Test
    void handle_afterADisagreement_givesNoIds() {
        disagreement.set(Optional.of("The known answer a came out as b."));
        selfCheck.run("start");
        disagreement.set(Optional.empty());
        selfCheck.run("request");

        assertThat(generate.handle(post(ItemReaderTest.DOCUMENT)).status()).isEqualTo(500);
        VerifyIds verify = new VerifyIds(ItemReaderTest.IDENTITIES, selfCheck);
        assertThat(verify.handle(post(ItemReaderTest.DOCUMENT)).status()).isEqualTo(500);
        assertThat(selfCheck.report().status()).isEqualTo(503);
        assertThat(text(selfCheck.report())).contains("\"status\":\"down\"", "\"outcome\":\"disagreed\"");
        assertThat(selfCheck.answer(post("{}")).response().status()).isEqualTo(500);
        assertThat(events.lines().get(0))
                .contains(
                        "\"event\":\"identity.self_check\"",
                        "\"severity\":\"ERROR\"",
                        "\"outcome\":\"disagreed\"",
                        "The known answer a came out as b.");
    }

    @Test
    void selfCheck_runs_eachAnEvent() {
        assertThat(selfCheck.answer(post("{}")).response().status()).isEqualTo(200);
        assertThat(events.lines())
                .singleElement()
                .asString()
                .contains("\"event\":\"identity.self_check\"", "\"severity\":\"INFO\"", "\"outcome\":\"agreed\"")
                .contains("\"reason\":\"request\"", "\"answers\":7");
    }

    @Test
    void selfCheck_otherBody_isRefusedAndNotRun() {
        for (String body : List.of("", "[]", "{\"a\":1}", "{} {}", "{", "null")) {
            assertThat(selfCheck.answer(post(body)).response().status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(events.lines()).isEmpty();
    }

    private static EdgeRequest post(String body) {
        return new EdgeRequest(
                "POST",
                "/ids",
                Optional.of("application/json"),
                Optional.empty(),
                new EdgeBody.Whole(body.getBytes(StandardCharsets.UTF_8)),
                TraceContext.NONE,
                Optional.empty());
    }

    private static String text(EdgeResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** A real event log that writes to memory. */
    private static final class RecordedEvents {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        EventLog log() {
            return new EventLog(() -> out, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), "");
        }

        List<String> lines() {
            return bytes.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }
}
