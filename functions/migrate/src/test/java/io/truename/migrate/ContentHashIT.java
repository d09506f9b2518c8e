// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.migrate.http.MigrateRoutes;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of hashes over HTTP: every answer is held against the description. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContentHashIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(MigrateRoutes.class);
    private static final String PATH = "/content-hashes";
    private static final String JSON_LINES = "application/x-ndjson";
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    private final TestDatabase database =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private final HttpClient client = HttpClient.newHttpClient();
    private InvokerProcess function = start();

    @BeforeEach
    void empty() throws Exception {
        assertThat(sent("delete", "?all=true", null, null).statusCode()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        function.close();
    }

    private InvokerProcess start() {
        return Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.CONTENT_ELSEWHERE.mapping())
                .start();
    }

    private HttpResponse<String> sent(String method, String query, String type, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.uri(PATH + query));
        if (type != null) {
            request.header("Content-Type", type);
        }
        HttpResponse<String> response = client.send(
                request.method(
                                method.toUpperCase(Locale.ROOT),
                                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(DESCRIPTION.answerErrors(
                        PATH,
                        method,
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", ""),
                        response.body()))
                .isEmpty();
        return response;
    }

    private JsonNode imported(String query, String type, String body) throws Exception {
        HttpResponse<String> response = sent("post", query, type, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return MAPPER.readTree(response.body());
    }

    private JsonNode shown(String query) throws Exception {
        return MAPPER.readTree(sent("get", query, null, null).body());
    }

    private static String lines(long from, long until, String digit) {
        return LongStream.range(from, until)
                .mapToObj(n -> "{\"id\":\"objects/" + n + ".pdf\",\"sha256\":\"" + digit.repeat(64) + "\"}\n")
                .collect(Collectors.joining());
    }

    @Test
    void list_isStoredOnce_inBothFormats() throws Exception {
        JsonNode first = imported("", JSON_LINES, lines(0, 3, "a"));
        assertThat(first.toString())
                .isEqualTo("{\"lines\":3,\"stored\":3,\"equal\":0,\"replaced\":0,\"conflicting\":0,\"bad\":0,"
                        + "\"conflicts\":[],\"badLines\":[],\"nextLine\":null}");
        JsonNode again = imported("", "text/csv; charset=utf-8", "id,sha256\nobjects/2.pdf," + A + "\nx," + B + "\n");
        assertThat(again.path("equal").asInt()).isOne();
        assertThat(again.path("stored").asInt()).isOne();
        assertThat(shown("").path("hashes").asInt()).isEqualTo(4);
        assertThat(shown("?id=objects%2F2.pdf").at("/items/0/sha256").asText()).isEqualTo(A);
        assertThat(shown("?id=objects%2F9.pdf").path("items")).isEmpty();
        String written = "\"event\":\"hashes.imported\"";
        assertThat(function.output().text(written)).contains(written).doesNotContain("objects/");
    }

    @Test
    void conflict_isToldWithItsLine_listed_andDecided() throws Exception {
        imported("", JSON_LINES, lines(0, 3, "a"));
        JsonNode told = imported("?firstLine=1001", JSON_LINES, lines(1, 3, "b") + "{}\n");
        assertThat(told.path("conflicting").asInt()).isEqualTo(2);
        assertThat(told.at("/conflicts/1").toString())
                .isEqualTo("{\"line\":1002,\"id\":\"objects/2.pdf\",\"sha256\":\"" + B + "\",\"kept\":\"" + A + "\"}");
        assertThat(told.at("/badLines/0/line").asInt()).isEqualTo(1003);

        JsonNode page = shown("?limit=1");
        assertThat(page.path("conflicts").asInt()).isEqualTo(2);
        assertThat(page.at("/items/0/refused").asText()).isEqualTo(B);
        JsonNode second = shown("?limit=1&after=" + page.path("next").asText().replace("/", "%2F"));
        assertThat(second.at("/items/0/id").asText()).isEqualTo("objects/2.pdf");
        assertThat(second.path("next").isNull()).isTrue();

        assertThat(imported("?onConflict=replace", JSON_LINES, lines(1, 3, "b"))
                        .path("replaced")
                        .asInt())
                .isEqualTo(2);
        assertThat(shown("").path("conflicts").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "?onConflict=maybe, 400",
        "?firstLine=0, 400",
        "?limit=1, 400",
        "?onConflict=keep&onConflict=keep, 400",
    })
    void parameter_thatIsNotLegal_isRefused(String query, int status) throws Exception {
        assertThat(sent("post", query, JSON_LINES, "").statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "text/csv; charset=latin1"})
    void mediaType_thatIsNoList_isRefused(String type) throws Exception {
        assertThat(sent("post", "", type, "a," + A).statusCode()).isEqualTo(415);
        assertThat(shown("").path("hashes").asInt()).isZero();
    }

    // The last, because its run is still under way when it ends.
    @Order(Integer.MAX_VALUE)
    @Test
    void deletion_needsAnId_orAll_andNoRunUnderWay() throws Exception {
        SchemaVariant.CONTENT_ELSEWHERE.create(database, 20);
        for (String query : List.of("", "?all=false", "?id=a&all=true", "?all=1", "?id=")) {
            assertThat(sent("delete", query, null, null).statusCode()).isEqualTo(400);
        }
        assertThat(MAPPER.readTree(sent("delete", "?id=objects%2F1.pdf", null, null)
                                .body())
                        .path("rows")
                        .asInt())
                .isOne();
        assertThat(MAPPER.readTree(sent("delete", "?id=objects%2F1.pdf", null, null)
                                .body())
                        .path("rows")
                        .asInt())
                .isZero();

        client.send(
                HttpRequest.newBuilder(function.uri("/migrations"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"acceptNoBackup\":true}"))
                        .build(),
                BodyHandlers.discarding());
        HttpResponse<String> refused = sent("delete", "?all=true", null, null);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("is under way");
        assertThat(shown("").path("hashes").asInt()).isPositive();
    }

    @Test
    void allAreDeleted_ifAskedFor() throws Exception {
        imported("", JSON_LINES, lines(0, 30, "a"));
        JsonNode deleted =
                MAPPER.readTree(sent("delete", "?all=true", null, null).body());
        assertThat(deleted.toString()).isEqualTo("{\"rows\":30,\"done\":true}");
        assertThat(shown("").path("hashes").asInt()).isZero();
    }

    /**
     * The instance is killed while it imports. What it stored is whole slices, and the same list again completes it: nothing is lost,
     * nothing is twice.
     */
    @LongSuite(sample = 1)
    @ParameterizedTest
    @ValueSource(ints = {30_000, 1_000_000})
    void killedImport_isCompletedByARepetition(int lines) throws Exception {
        int part = Math.min(lines, 50_000);
        long stored = 0;
        int kills = 0;
        for (int from = 0; from < lines; from += part) {
            String body = lines(from, Math.min(lines, from + part), "c");
            if (kills < 3) {
                long before = count();
                CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                        HttpRequest.newBuilder(function.uri(PATH))
                                .header("Content-Type", JSON_LINES)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
                while (count() == before && !answer.isDone()) {
                    Thread.onSpinWait();
                }
                function.close();
                assertThat(answer.handle((response, lost) -> lost instanceof Exception
                                        && (lost instanceof IOException || lost.getCause() instanceof IOException))
                                .join())
                        .isTrue();
                assertThat((count() - before) % 5_000).isZero();
                kills++;
                function = start();
            }
            JsonNode whole = imported("?firstLine=" + (from + 1), JSON_LINES, body);
            assertThat(whole.path("stored").asLong() + whole.path("equal").asLong())
                    .isEqualTo(Math.min(part, lines - from));
            assertThat(whole.path("nextLine").isNull()).isTrue();
            stored += whole.path("lines").asLong();
        }
        assertThat(stored).isEqualTo(lines);
        assertThat(count()).isEqualTo(lines);
    }

    private long count() {
        return Long.parseLong(database.value("SELECT count(*) FROM truename.content_hash"));
    }
}
