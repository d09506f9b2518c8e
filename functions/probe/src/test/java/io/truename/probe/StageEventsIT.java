// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.truename.events.EventCounts;
import io.truename.events.StageEvent;
import io.truename.events.StageEvents;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.probe.http.ProbeRoutes;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Events of stages, in the framework's own process and on a real database; every answer is held against the description.
 *
 * <p>Long, because its cases share one process of the function.
 */
class StageEventsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(ProbeRoutes.class);
    private static final String RANDOM = "7d444840-9dc0-41d1-b245-5ffdce74fad2";
    private static final String HASH = "ab".repeat(32);
    private static final Topics TOPICS = new Topics();

    private static Server server;
    private static TestDatabase database;
    private static InvokerProcess function;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(TOPICS)
                .build()
                .start();
        database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, 5);
        function = builder().start();
        client = HttpClient.newHttpClient();
    }

    private static InvokerProcess.Builder builder() {
        return Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .environment("GOOGLE_CLOUD_PROJECT", "p1")
                .environment("PUBSUB_EMULATOR_HOST", "localhost:" + server.getPort())
                .environment("TRUENAME_DEAD_LETTERS_TOPIC", "dead-letters")
                .environment("TRUENAME_MONITORING", "off");
    }

    @AfterAll
    static void stop() {
        function.close();
        server.shutdownNow();
    }

    @BeforeEach
    void empty() throws Exception {
        assertThat(get("/stages", "/stages").statusCode()).isEqualTo(200);
        database.execute("TRUNCATE truename.stage_event, truename.stage_alias, truename.stage_document,"
                + " truename.retrieval_hour, truename.stage_attempt_hour, truename.finding CASCADE");
        TOPICS.requests.clear();
    }

    @Test
    void description_isServed_andHasEveryPath() throws Exception {
        HttpResponse<String> served = get("/openapi.json", "/openapi.json");
        assertThat(MAPPER.readTree(served.body())).isEqualTo(DESCRIPTION.json());
    }

    @Test
    void events_reachTheStages() throws Exception {
        String batch = batch(
                event("uploaded", trueId("anna", HASH), "anna", HASH, ""),
                event("parsed", trueId("anna", HASH), "anna", HASH, ""),
                event("uploaded", trueId("ben", HASH), "ben", HASH, ""),
                event("parsed", RANDOM, "ben", HASH, ",\"seconds\":1.5,\"rows\":3"));
        assertThat(DESCRIPTION.requestErrors("/events", batch)).isEmpty();
        assertThat(taken(post(batch))).isEqualTo("4 0 0");
        assertThat(taken(post(batch))).isEqualTo("0 4 0");

        JsonNode stages = MAPPER.readTree(get("/stages", "/stages?hours=1").body());
        assertThat(stages.path("documents").asInt()).isEqualTo(2);
        JsonNode pair = stages.at("/pairs/0");
        assertThat(pair.path("agree").asInt()).isEqualTo(1);
        assertThat(pair.path("differ").asInt()).isEqualTo(1);
        assertThat(pair.at("/differing/0").asText()).isEqualTo(trueId("ben", HASH));
        assertThat(pair.path("agreement").asDouble()).isEqualTo(0.5);
        assertThat(stages.at("/stages/1/wrong").asInt()).isEqualTo(1);
        assertThat(stages.at("/times/0/limitSeconds").isNull()).isTrue();
    }

    // Documents that nobody has ever missed were left out.
    @Test
    void pairOfRetrieved_countsWhatWasFoundAtOnce_andWhatWasMissed() throws Exception {
        for (String user : List.of("anna", "ben", "eve")) {
            post(batch(
                    event("uploaded", trueId(user, HASH), user, HASH, ""),
                    event("retrieved", trueId(user, HASH), user, HASH, ",\"found\":" + !user.equals("eve"))));
        }
        JsonNode pair =
                MAPPER.readTree(get("/stages", "/stages?hours=1").body()).at("/pairs/0");
        assertThat(pair.path("agree").asInt()).isEqualTo(2);
        assertThat(pair.path("missing").asInt()).isEqualTo(1);
    }

    @Test
    void events_badOnes_areNamed_andTheGoodAreRecorded() throws Exception {
        HttpResponse<String> answer = post(batch(
                event("uploaded", trueId("anna", HASH), "anna", HASH, ""),
                event("cooked", RANDOM, "secret user", HASH, ",\"colour\":1"),
                "7",
                "{\"stage\":\"retrieved\",\"documentId\":\"" + RANDOM + "\",\"stage\":\"parsed\"}",
                "{\"stage\":\"parsed\",\"documentId\":\"" + RANDOM + "\",\"at\":\"2001-01-01T00:00:00Z\"}",
                event("parsed", trueId("anna", HASH), "anna", HASH, "")));
        assertThat(taken(answer)).isEqualTo("2 0 4");
        assertThat(MAPPER.readTree(answer.body()).path("problems").findValuesAsText("pointer"))
                .contains("/events/1/stage", "/events/1/colour", "/events/2", "/events/3/stage", "/events/4/at");
        assertThat(answer.body()).doesNotContain("secret", "cooked");
        assertThat(database.value("SELECT count(*) FROM truename.stage_event")).isEqualTo("2");
    }

    /** Such hashes were refused for their length, or compared as if they were SHA-256. */
    @Test
    void events_ofACorpusWithAnotherHash_areComparedByIt() throws Exception {
        String mapping = SchemaVariant.SAMPLE_PIPELINE
                .mapping()
                .replace(
                        "contentHash: file_sha256",
                        "contentHash: {column: file_sha256, algorithm: MD5, accept: different files may share an MD5}");
        String md5 = "cd".repeat(16);
        String id = ContentHashAlgorithm.MD5
                .documentId(Namespace.DEFAULT, "anna", md5)
                .toString();
        String batch = batch(
                event("uploaded", id, "anna", md5, ""),
                event("parsed", RANDOM, "anna", md5, ",\"contentHashAlgorithm\":\"md5\""),
                event("parsed", id, "ben", HASH, ""),
                event("parsed", id, "eve", md5, ",\"contentHashAlgorithm\":\"SHA-256\""));
        assertThat(DESCRIPTION.requestErrors("/events", batch)).isEmpty();
        try (InvokerProcess other =
                builder().environment("TRUENAME_MAPPING", mapping).start()) {
            HttpRequest request = HttpRequest.newBuilder(other.uri("/events"))
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(batch))
                    .build();
            HttpResponse<String> answer = described("/events", "post", client.send(request, BodyHandlers.ofString()));
            assertThat(taken(answer)).isEqualTo("2 0 2");
            assertThat(MAPPER.readTree(answer.body()).path("problems").findValuesAsText("pointer"))
                    .containsExactly("/events/2/contentHash", "/events/3/contentHashAlgorithm");
        }
        JsonNode stages = MAPPER.readTree(get("/stages", "/stages?hours=1").body());
        assertThat(stages.path("documents").asInt()).isEqualTo(1);
        assertThat(stages.at("/pairs/0/differ").asInt()).isEqualTo(1);
        assertThat(stages.at("/stages/0/wrong").asInt()).isZero();
        assertThat(stages.at("/stages/1/wrong").asInt()).isEqualTo(1);
    }

    @Test
    void outcomes_areTaken_orRefusedWithTheRemedy() throws Exception {
        List<OutcomeEvents.Golden> events = OutcomeEvents.all();
        HttpResponse<String> answer =
                post(batch(events.stream().map(OutcomeEvents.Golden::json).toArray(String[]::new)));
        long good = events.stream().filter(OutcomeEvents.Golden::taken).count();
        assertThat(taken(answer)).isEqualTo(good + " 0 " + (events.size() - good));
        JsonNode problems = MAPPER.readTree(answer.body()).path("problems");
        for (int i = 0; i < events.size(); i++) {
            if (!events.get(i).taken()) {
                String pointer = "/events/" + i + "/" + events.get(i).field();
                assertThat(problems)
                        .filteredOn(problem -> problem.path("pointer").asText().equals(pointer))
                        .extracting(problem -> problem.path("rule").asText())
                        .as(pointer)
                        .contains(events.get(i).rule());
            }
        }
        assertThat(attempts()).isEqualTo("10 1 7 1 1; 4 of 5497558147072 B, 1 of 12 pages, 2 of 4800 tokens");
    }

    // Every event twice in one request, the request again, and the messages of a subscription with the same events.
    @Test
    void outcomes_repeated_countOnce() throws Exception {
        String skipped = event("uploaded", RANDOM, "anna", HASH, ",\"outcome\":\"skipped\",\"avoidedBytes\":700");
        String failed = event("parsed", RANDOM, "anna", HASH, ",\"outcome\":\"failed\"");
        assertThat(taken(post(batch(skipped, failed, skipped, failed)))).isEqualTo("2 2 0");
        assertThat(taken(post(batch(failed, skipped)))).isEqualTo("0 2 0");
        assertThat(taken(push("1", skipped, Map.of()))).isEqualTo("0 1 0");
        assertThat(attempts()).isEqualTo("2 0 1 1 0; 1 of 700 B, 0 of 0 pages, 0 of 0 tokens");
    }

    @Test
    void outcomes_ofAMessage_mayBeAttributes_andABadOneLiesWithTheDeadLetters() throws Exception {
        Map<String, String> attributes = Map.of(
                "stage", "embedded", "documentId", RANDOM, "outcome", "skipped", "avoidedTokens", "450", "jobId", "j");
        assertThat(taken(push("1", "{\"name\":\"x\"}", attributes))).isEqualTo("1 0 0");
        assertThat(taken(push("1", "{\"name\":\"x\"}", attributes))).isEqualTo("0 1 0");
        assertThat(attempts()).isEqualTo("1 0 1 0 0; 0 of 0 B, 0 of 0 pages, 1 of 450 tokens");

        Map<String, String> bad = Map.of("stage", "embedded", "documentId", RANDOM, "outcome", "cooked");
        assertThat(push("2", "", bad).statusCode()).isEqualTo(204);
        Map<String, String> contradicting = Map.of("stage", "embedded", "documentId", RANDOM, "avoidedTokens", "450");
        assertThat(push("3", "", contradicting).statusCode()).isEqualTo(204);
        assertThat(TOPICS.requests)
                .extracting(request -> request.getMessages(0).getAttributesOrThrow("deadLetterReason"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("/attributes/outcome must be one of stored, skipped, failed"),
                        second -> assertThat(second)
                                .contains("/attributes/avoidedTokens is for an event with the outcome skipped"));
    }

    // An upload that failed is no reason to believe that the document is there.
    @Test
    void clientLibrary_tellsOutcomes() throws Exception {
        UUID document = UUID.fromString(trueId("anna", HASH));
        try (StageEvents events = StageEvents.to(function.uri(""))) {
            events.send(
                    StageEvent.uploaded(document).user("anna").contentHash(HASH).failed());
            events.send(StageEvent.uploaded(document)
                    .user("anna")
                    .contentHash(HASH)
                    .skipped()
                    .avoidedBytes(4_096));
            events.send(StageEvent.parsed(document).skipped().avoidedPages(3));
            events.send(StageEvent.embedded(document).skipped().avoidedTokens(900));
            events.send(StageEvent.chunked(document).stored().rows(2));
            assertThat(events.flush(Duration.ofSeconds(30))).isTrue();
            assertThat(events.counts()).isEqualTo(new EventCounts(5, 0, 0, 0));
        }
        assertThat(attempts()).isEqualTo("5 1 3 1 0; 1 of 4096 B, 1 of 3 pages, 1 of 900 tokens");
    }

    /** Attempts, stored, skipped, failed, not told; then what skips avoided. */
    private static String attempts() {
        return database.value("SELECT concat(sum(attempts), ' ', sum(stored), ' ', sum(skipped), ' ', sum(failed), ' ',"
                + " sum(not_told), '; ', sum(bytes_told), ' of ', sum(avoided_bytes), ' B, ', sum(pages_told), ' of ',"
                + " sum(avoided_pages), ' pages, ', sum(tokens_told), ' of ', sum(avoided_tokens), ' tokens')"
                + " FROM truename.stage_attempt_hour");
    }

    @Test
    void events_allBad_is400() throws Exception {
        assertThat(post(batch("{}")).statusCode()).isEqualTo(400);
        assertThat(post("{\"events\":3}").statusCode()).isEqualTo(400);
        assertThat(post("{\"events\":[],\"x\":1}").statusCode()).isEqualTo(400);
        assertThat(post("[]").statusCode()).isEqualTo(400);
        String tooMany = IntStream.range(0, 1_001).mapToObj(i -> "{}").collect(Collectors.joining(","));
        assertThat(post("{\"events\":[" + tooMany + "]}").body()).contains("at most 1000 events");
    }

    @Test
    void events_one_needsNoArray() throws Exception {
        assertThat(taken(post(event("uploaded", RANDOM, "anna", HASH, "")))).isEqualTo("1 0 0");
        assertThat(taken(post(batch()))).isEqualTo("0 0 0");
    }

    // The message that the local cloud's pipeline publishes.
    @Test
    void message_ofAnyPublisher_isCounted_andItsRedeliveryIsNot() throws Exception {
        Map<String, String> attributes =
                Map.of("documentId", RANDOM, "stage", "uploaded", "jobId", RANDOM, "runId", RANDOM);
        String data = "{\"documentId\":\"" + RANDOM + "\",\"name\":\"x\"}";
        assertThat(taken(push("1", data, attributes))).isEqualTo("1 0 0");
        assertThat(taken(push("1", data, attributes))).isEqualTo("0 1 0");
        assertThat(taken(push("2", "", attributes))).isEqualTo("1 0 0");
        assertThat(database.value("SELECT uploaded_id FROM truename.stage_document"))
                .isEqualTo(RANDOM);
        assertThat(TOPICS.requests).isEmpty();
    }

    @Test
    void message_poison_liesWithTheDeadLetters_withItsReason() throws Exception {
        String data = batch(event("uploaded", RANDOM, "anna", HASH, ""), event("cooked", RANDOM, "anna", HASH, ""));
        assertThat(push("1", data, Map.of()).statusCode()).isEqualTo(204);
        assertThat(push("2", "no json", Map.of()).statusCode()).isEqualTo(204);
        assertThat(push("3", "{}", Map.of("stage", "cooked", "documentId", RANDOM))
                        .statusCode())
                .isEqualTo(204);
        assertThat(TOPICS.requests).hasSize(3);
        List<String> reasons = TOPICS.requests.stream()
                .map(request -> request.getMessages(0))
                .map(PubsubMessage::getAttributesMap)
                .map(letter -> letter.get("deadLetterReason"))
                .toList();
        assertThat(reasons.get(0)).contains("/events/1/stage must be one of uploaded, parsed");
        assertThat(reasons.get(1)).contains("must be JSON");
        assertThat(reasons.get(2)).contains("/attributes/stage must be one of");
        assertThat(database.value("SELECT count(*) FROM truename.stage_event")).isEqualTo("1");
    }

    @Test
    void retrieval_byUser_andWhy() throws Exception {
        post(batch(
                event("uploaded", RANDOM, "anna", HASH, ""),
                event("retrieved", trueId("anna", HASH), "anna", HASH, ",\"found\":false"),
                event("retrieved", trueId("ben", HASH), "ben", HASH, ",\"found\":true,\"eventId\":\"1\""),
                event("retrieved", trueId("ben", HASH), "ben", HASH, ",\"found\":true,\"eventId\":\"2\"")));
        JsonNode overall =
                MAPPER.readTree(get("/retrieval", "/retrieval?limit=1").body());
        assertThat(overall.path("found").asInt()).isEqualTo(2);
        assertThat(overall.path("success").asDouble()).isEqualTo(0.6666);
        assertThat(overall.path("meetsObjective").asBoolean()).isFalse();
        assertThat(overall.at("/items/0/user").asText()).isEqualTo("anna");
        assertThat(overall.path("next").asText()).isEqualTo("anna");
        JsonNode failing =
                MAPPER.readTree(get("/retrieval", "/retrieval?failing=true").body());
        assertThat(failing.path("items").findValuesAsText("user")).containsExactly("anna");

        JsonNode anna = MAPPER.readTree(
                get("/retrieval/users/{id}", "/retrieval/users/anna").body());
        assertThat(anna.at("/items/0/documentId").asText()).isEqualTo(trueId("anna", HASH));
        assertThat(anna.at("/items/0/reason").asText()).isEqualTo("id-random");
        assertThat(anna.at("/items/0/stage").asText()).isEqualTo("uploaded");
        assertThat(anna.at("/items/0/used/uploaded").asText()).isEqualTo(RANDOM);
        post(event("retrieved", RANDOM, "anna+c|d", HASH, ",\"found\":true"));
        JsonNode slash = MAPPER.readTree(
                get("/retrieval/users/{id}", "/retrieval/users/anna+c%7Cd").body());
        assertThat(slash.path("found").asInt()).isEqualTo(1);
        JsonNode nobody = MAPPER.readTree(
                get("/retrieval/users/{id}", "/retrieval/users/nobody").body());
        assertThat(nobody.path("success").isNull()).isTrue();
        for (String id : List.of(
                "auth0|5f7c8ec7",
                "us-east-1:0b2f",
                "a+b@example.org",
                "a/b",
                "a%2Fb",
                "a%b",
                "a;b",
                "a\\b",
                "a?b#c&d")) {
            String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
            JsonNode asked = MAPPER.readTree(
                    get("/retrieval/users", "/retrieval/users?id=" + encoded).body());
            assertThat(asked.path("user").asText()).isEqualTo(id);
            if (!encoded.matches(".*%(2F|25|5C).*")) {
                JsonNode named = MAPPER.readTree(get("/retrieval/users/{id}", "/retrieval/users/" + encoded)
                        .body());
                assertThat(named.path("user").asText()).isEqualTo(id);
            }
        }
        JsonNode raw = MAPPER.readTree(
                get("/retrieval/users/{id}", "/retrieval/users/a+b;c@x").body());
        assertThat(raw.path("user").asText()).isEqualTo("a+b;c@x");
        for (String query : List.of("", "?id=", "?id=a+b", "?id=a&id=b", "?id=%C3%A9", "?id=a&x=1")) {
            assertThat(get("/retrieval/users", "/retrieval/users" + query).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
        assertThat(get("/retrieval/users/{id}", "/retrieval/users/a%20b").statusCode())
                .isEqualTo(400);
        assertThat(String.join("\n", function.output().all())).doesNotContain("anna", HASH, RANDOM);
    }

    // Each process looks when its first event comes, and then once a minute.
    @Test
    void findings_areReported_andResolved() throws Exception {
        String batch = batch(
                event("uploaded", RANDOM, "anna", HASH, ""),
                event("retrieved", trueId("anna", HASH), "anna", HASH, ",\"found\":false"));
        try (InvokerProcess first = builder().start()) {
            assertThat(isTaken(first.uri("/events"), batch)).isTrue();
        }
        assertThat(findings()).containsExactly("user.cannot-retrieve OPEN 1");
        String found = batch(event("retrieved", trueId("anna", HASH), "anna", HASH, ",\"found\":true"));
        try (InvokerProcess second = builder().start()) {
            assertThat(isTaken(second.uri("/events"), found)).isTrue();
        }
        assertThat(findings()).containsExactly("stage.disagrees OPEN 1", "user.cannot-retrieve RESOLVED 0");
    }

    // A pipeline that has stopped sends no events, so the schedule looks.
    @LongSuite
    @Test
    void finding_ofAStoppedPipeline_isReportedByTheSchedule_andIsNotResolvedByTime() throws Exception {
        String ago = "\",\"at\":\"" + Instant.now().minus(Duration.ofHours(1)) + "\"}";
        // The usual time is known from 31 documents; the first does not come out.
        post(batch(IntStream.range(0, 63)
                .mapToObj(i -> "{\"stage\":\"" + (i % 2 == 0 ? "uploaded" : "parsed") + "\",\"documentId\":\""
                        + new UUID(0x4000, 0x8000_0000_0000_0000L + (i + 1) / 2) + ago)
                .toArray(String[]::new)));
        database.execute("TRUNCATE truename.finding CASCADE");
        try (InvokerProcess woken = builder().start()) {
            assertThat(isTaken(woken.uri("/scans/steps"), "{}")).isTrue();
        }
        assertThat(findings()).containsExactly("stage.stuck OPEN 1");

        // As if a day had passed.
        database.execute("TRUNCATE truename.stage_event, truename.stage_alias, truename.stage_document CASCADE");
        try (InvokerProcess woken = builder().start()) {
            assertThat(isTaken(woken.uri("/scans/steps"), "{}")).isTrue();
        }
        assertThat(findings()).containsExactly("stage.stuck OPEN 1");
    }

    // Who scans everything after a repair must not wait for the minute of the next look.
    @Test
    void findings_areReported_andResolved_byANewFullScan() throws Exception {
        post(batch(
                event("uploaded", RANDOM, "anna", HASH, ""), event("parsed", trueId("anna", HASH), "anna", HASH, "")));
        scanEverything();
        assertThat(findings()).contains("stage.disagrees OPEN 1");
        post(batch(event("uploaded", trueId("anna", HASH), "anna", HASH, "")));
        scanEverything();
        assertThat(findings()).contains("stage.disagrees RESOLVED 0");
    }

    private static void scanEverything() throws Exception {
        HttpRequest begin = HttpRequest.newBuilder(function.uri("/scans"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"kind\":\"full\"}"))
                .build();
        HttpResponse<String> begun = client.send(begin, BodyHandlers.ofString());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        String scan = "/scans/" + MAPPER.readTree(begun.body()).path("id").asText();
        // Looking at a scan has it go on.
        String state = "";
        for (int looks = 0; looks < 100 && !state.equals("DONE"); looks++) {
            state = MAPPER.readTree(get("/scans/{id}", scan).body())
                    .path("state")
                    .asText();
        }
        assertThat(state).isEqualTo("DONE");
    }

    private static List<String> findings() {
        return database.rows("SELECT kind || ' ' || state || ' ' || count FROM truename.finding ORDER BY kind");
    }

    @Test
    void client_isUnderstood() throws Exception {
        UUID id = UUID.fromString(trueId("anna", HASH));
        try (StageEvents events = StageEvents.to(function.uri("/"))) {
            events.send(StageEvent.uploaded(id).user("anna").contentHash(HASH));
            events.send(StageEvent.chunked(id)
                    .user("anna")
                    .contentHash(HASH)
                    .rows(3)
                    .seconds(0.5));
            events.send(StageEvent.embedded(id).chunk(id, "markdown", "1", 0));
            events.send(StageEvent.retrieved(id, false).user("anna"));
            events.send(StageEvent.parsed(null));
            assertThat(events.flush(Duration.ofSeconds(30))).isTrue();
            assertThat(events.counts()).isEqualTo(new EventCounts(4, 1, 0, 0));
        }
        JsonNode stages = MAPPER.readTree(get("/stages", "/stages").body());
        assertThat(stages.path("stages").findValuesAsText("stage"))
                .containsExactly("uploaded", "chunked", "embedded", "retrieved");
        assertThat(stages.at("/stages/2/wrongChunks").asInt()).isEqualTo(1);
    }

    // What was answered with 200 is there after a kill, and a request without an answer can be sent again.
    @LongSuite
    @Test
    void events_overKills_countOnce() throws Exception {
        int batches = 60;
        InvokerProcess[] process = {builder().start()};
        AtomicInteger taken = new AtomicInteger();
        Thread killer = new Thread(() -> {
            for (int kill = 1; kill <= 2; kill++) {
                while (taken.get() < kill * batches / 3) {
                    LockSupport.parkNanos(1_000_000);
                }
                process[0].close();
                process[0] = builder().start();
            }
        });
        killer.start();
        try {
            for (int i = 0; i < batches; i++) {
                String user = "user-" + i;
                String batch = batch(
                        event("uploaded", trueId(user, HASH), user, HASH, ""),
                        event("embedded", trueId(user, HASH), user, HASH, ",\"ordinal\":1"),
                        event("retrieved", trueId(user, HASH), user, HASH, ",\"found\":true"));
                while (!isTaken(process[0].uri("/events"), batch)) {
                    LockSupport.parkNanos(10_000_000);
                }
                taken.incrementAndGet();
            }
            killer.join();
        } finally {
            process[0].close();
        }
        assertThat(database.value("SELECT count(*) FROM truename.stage_event")).isEqualTo("180");
        assertThat(database.value("SELECT sum(embedded_seen) FROM truename.stage_document"))
                .isEqualTo("60");
        assertThat(database.value("SELECT sum(found) FROM truename.retrieval_hour"))
                .isEqualTo("60");
    }

    private static boolean isTaken(URI address, String batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(batch))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException killed) {
            return false;
        }
    }

    @Test
    void calls_badParameters_areRefused() throws Exception {
        assertThat(get("/stages", "/stages?hours=169").statusCode()).isEqualTo(400);
        assertThat(get("/retrieval", "/retrieval?limit=201&failing=1&after=%00").statusCode())
                .isEqualTo(400);
        assertThat(get("/retrieval/users/{id}", "/retrieval/users/a?after=x").statusCode())
                .isEqualTo(400);
    }

    @Test
    void event_withoutDatabase_comesAgain() throws Exception {
        try (InvokerProcess bare = Deployable.process().start()) {
            HttpRequest request = HttpRequest.newBuilder(bare.uri("/events"))
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(batch()))
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("10");
        }
    }

    private static String trueId(String user, String hash) {
        return Namespace.DEFAULT.documentId(new DocumentName(user, hash)).toString();
    }

    private static String event(String stage, String id, String user, String hash, String more) {
        return "{\"stage\":\"" + stage + "\",\"documentId\":\"" + id + "\",\"userId\":\"" + user
                + "\",\"contentHash\":\"" + hash + "\",\"at\":\"" + Instant.now() + "\"" + more + "}";
    }

    private static String batch(String... events) {
        return "{\"events\":[" + String.join(",", events) + "]}";
    }

    private static String taken(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode taken = MAPPER.readTree(answer.body());
        return taken.path("counted").asInt() + " " + taken.path("repeated").asInt() + " "
                + taken.path("refused").asInt();
    }

    private static HttpResponse<String> push(String messageId, String data, Map<String, String> attributes)
            throws Exception {
        String named = attributes.entrySet().stream()
                .map(attribute -> "\"" + attribute.getKey() + "\":\"" + attribute.getValue() + "\"")
                .collect(Collectors.joining(","));
        return post(
                "{\"subscription\":\"projects/p1/subscriptions/probe-document-events\",\"message\":{\"messageId\":\""
                        + messageId + "\",\"attributes\":{" + named + "},\"data\":\""
                        + Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)) + "\"}}");
    }

    private static HttpResponse<String> get(String template, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(function.uri(path)).build();
        return described(template, "get", client.send(request, BodyHandlers.ofString()));
    }

    private static HttpResponse<String> post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(function.uri("/events"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return described("/events", "post", client.send(request, BodyHandlers.ofString()));
    }

    private static HttpResponse<String> described(String template, String method, HttpResponse<String> answer) {
        String mediaType =
                answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
        assertThat(DESCRIPTION.answerErrors(template, method, answer.statusCode(), mediaType, answer.body()))
                .as(answer.body())
                .isEmpty();
        return answer;
    }

    /** Keeps what is published. */
    private static final class Topics extends PublisherGrpc.PublisherImplBase {
        private final List<PublishRequest> requests = new CopyOnWriteArrayList<>();

        @Override
        public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
            requests.add(request);
            answer.onNext(PublishResponse.newBuilder().addMessageIds("1").build());
            answer.onCompleted();
        }
    }
}
