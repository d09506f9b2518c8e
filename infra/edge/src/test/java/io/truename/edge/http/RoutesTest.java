// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.edge.event.PushMessageTest;
import io.truename.edge.log.EventLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private final Routes routes = Routes.builder()
            .get("/health", request -> EdgeResponse.json(utf8("up"), Map.of()))
            .post("/echo", request -> EdgeResponse.json(request.bytes(), Map.of()))
            .postOrMessage(
                    "/command",
                    request -> Outcome.done(EdgeResponse.json(request.bytes(), Map.of())),
                    new Settlement("f", Optional.empty(), new EventLog(() -> System.out, Clock.systemUTC(), "")))
            .build();
    private final Routes runs = Routes.builder()
            .get("/runs/{id}", request -> EdgeResponse.json(utf8(request.parameter("id")), Map.of()))
            .post("/runs/lookup", request -> EdgeResponse.json(utf8("looked up"), Map.of()))
            .postOrNothing("/runs/{id}/pause", request -> EdgeResponse.json(request.bytes(), Map.of()))
            .delete("/runs/{id}/log", request -> EdgeResponse.json(utf8(request.parameter("id") + " gone"), Map.of()))
            .build();

    @Test
    void apply_unknownPath_listsThePaths() {
        EdgeResponse response = routes.apply(Requests.get("/secret"));

        assertThat(response.status()).isEqualTo(404);
        assertThat(text(response)).contains("/health, /echo, /command").doesNotContain("secret");
    }

    @Test
    void apply_otherMethod_allowsWhatThereIs() {
        assertThat(routes.apply(Requests.get("/echo")).headers()).containsExactly(Map.entry("Allow", "POST"));
        EdgeResponse posted = routes.apply(Requests.post("/health", "{}"));
        assertThat(posted.status()).isEqualTo(405);
        assertThat(posted.headers()).containsExactly(Map.entry("Allow", "GET, HEAD"));
    }

    @Test
    void apply_delete_needsNoBody_andIsNoOtherMethod() {
        Optional<String> text = Optional.of("text/plain");
        assertThat(text(routes(Requests.request(
                        "DELETE", "/runs/7/log", Optional.empty(), Optional.empty(), Requests.whole("")))))
                .isEqualTo("7 gone");
        assertThat(text(routes(
                        Requests.request("DELETE", "/runs/7/log", text, Optional.empty(), Requests.whole("ignored")))))
                .isEqualTo("7 gone");
        assertThat(routes(Requests.get("/runs/7/log")).headers()).containsExactly(Map.entry("Allow", "DELETE"));
        assertThat(routes(Requests.request("DELETE", "/runs/7", Optional.empty(), Optional.empty(), Requests.whole("")))
                        .status())
                .isEqualTo(405);
    }

    private EdgeResponse routes(EdgeRequest request) {
        return runs.apply(request);
    }

    @Test
    void apply_methodInLowerCase_isAnotherMethod() {
        EdgeRequest request =
                Requests.request("get", "/health", Optional.empty(), Optional.empty(), Requests.whole(""));
        assertThat(routes.apply(request).status()).isEqualTo(405);
    }

    @Test
    void apply_head_answersAsGet() {
        EdgeRequest head = Requests.request("HEAD", "/health", Optional.empty(), Optional.empty(), Requests.whole(""));
        assertThat(text(routes.apply(head))).isEqualTo("up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON",
                "application/json;charset=utf-8",
                "application/json; charset=\"UTF-8\"",
                "application/json ; x=1"
            })
    void apply_jsonInUtf8_isTaken(String contentType) {
        assertThat(routes.apply(Requests.post("/echo", contentType, "{}")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json-patch",
                "application/json; charset=utf-16",
                "application/problem+json",
                "multipart/form-data; boundary=x",
                ""
            })
    void apply_anythingElse_is415(String contentType) {
        assertThat(routes.apply(Requests.post("/echo", contentType, "{}")).status())
                .isEqualTo(415);
    }

    @Test
    void apply_textOfItsMediaTypes_isTaken() {
        Routes tables = Routes.builder()
                .postText(
                        "/rows",
                        request -> EdgeResponse.json(utf8(request.contentType().orElseThrow()), Map.of()),
                        "application/json",
                        "text/csv")
                .build();

        assertThat(text(tables.apply(Requests.post("/rows", "text/CSV; charset=utf-8", "a,b"))))
                .isEqualTo("text/CSV; charset=utf-8");
        EdgeResponse refused = tables.apply(Requests.post("/rows", "text/plain", "a,b"));
        assertThat(refused.status()).isEqualTo(415);
        assertThat(text(refused)).contains("application/json or text/csv");
    }

    @Test
    void apply_noContentType_is415() {
        EdgeRequest request =
                Requests.request("POST", "/echo", Optional.empty(), Optional.empty(), Requests.whole("{}"));
        assertThat(routes.apply(request).status()).isEqualTo(415);
    }

    @Test
    void apply_coded_is415() {
        EdgeRequest gzip = Requests.request(
                "POST", "/echo", Optional.of("application/json"), Optional.of("gzip"), Requests.whole("{}"));
        EdgeRequest identity = Requests.request(
                "POST", "/echo", Optional.of("application/json"), Optional.of("Identity"), Requests.whole("{}"));
        assertThat(routes.apply(gzip).status()).isEqualTo(415);
        assertThat(routes.apply(identity).status()).isEqualTo(200);
    }

    @Test
    void apply_tooLarge_is413_brokenIs400() {
        Optional<String> json = Optional.of("application/json");
        EdgeRequest large = Requests.request("POST", "/echo", json, Optional.empty(), new EdgeBody.TooLarge(9_000_000));
        EdgeRequest broken = Requests.request("POST", "/echo", json, Optional.empty(), new EdgeBody.Broken());
        assertThat(routes.apply(large).status()).isEqualTo(413);
        assertThat(routes.apply(broken).status()).isEqualTo(400);
    }

    @Test
    void apply_pushedMessage_handsOverItsPayload_andLogsItsId() {
        EdgeResponse response =
                routes.apply(Requests.post("/command", PushMessageTest.envelope("e30=", "1096434104173400")));

        assertThat(text(response)).isEqualTo("{}");
        assertThat(response.log()).containsExactly(Map.entry("messageId", "1096434104173400"));
    }

    @Test
    void apply_messageWithMadeUpId_logsNone() {
        EdgeResponse response =
                routes.apply(Requests.post("/command", PushMessageTest.envelope("e30=", "alice@example.org")));
        assertThat(response.log()).isEmpty();
    }

    @Test
    void apply_messageToPlainRoute_isABodyLikeAnyOther() {
        String envelope = PushMessageTest.envelope("e30=", "1");
        assertThat(text(routes.apply(Requests.post("/echo", envelope)))).isEqualTo(envelope);
    }

    @Test
    void label_isNeverWhatWasSent() {
        assertThat(routes.label(Requests.get("/health"))).isEqualTo("/health");
        assertThat(routes.label(Requests.get("/alice"))).isEqualTo("none");
    }

    @Test
    void apply_namedSegment_isHandedOver() {
        assertThat(text(runs.apply(Requests.get("/runs/7")))).isEqualTo("7");
        assertThat(text(runs.apply(Requests.get("/runs/a b")))).isEqualTo("a b");
        assertThat(runs.apply(Requests.get("/runs/")).status()).isEqualTo(404);
        assertThat(runs.apply(Requests.get("/runs/7/")).status()).isEqualTo(404);
        assertThat(runs.apply(Requests.get("/runs/7/8")).status()).isEqualTo(404);
        assertThat(runs.apply(Requests.get("/runs/7/pause")).status()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "auth0%7C5f7c8ec7, auth0|5f7c8ec7",
        "us-east-1:0b2f, us-east-1:0b2f",
        "a+b@example.org, a+b@example.org",
        "a%2Bb, a+b",
        "a%2Fb, a/b",
        "a%252Fb, a%2Fb",
        "a%25b, a%b",
        "a;b=c, a;b=c",
        "%c3%A9, é",
    })
    void apply_namedSegment_isDecodedOnce(String sent, String meant) {
        assertThat(text(runs.apply(Requests.get("/runs/" + sent)))).isEqualTo(meant);
        assertThat(runs.label(Requests.get("/runs/" + sent))).isEqualTo("/runs/{id}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%b", "%", "a%2", "%zz", "%+1", "%ff", "%C3%28"})
    void apply_badEscape_is400ThatNamesTheSegment(String sent) {
        EdgeResponse response = runs.apply(Requests.get("/runs/" + sent));
        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response)).contains("segment 2 of the path").doesNotContain(sent + "\"");
        assertThat(runs.label(Requests.get("/runs/" + sent))).isEqualTo("none");
    }

    @Test
    void apply_escapedLetters_areThePathWrittenOut() {
        assertThat(text(runs.apply(Requests.post("/r%75ns/look%75p", "{}")))).isEqualTo("looked up");
        assertThat(runs.apply(Requests.post("/runs%2Flookup", "{}")).status()).isEqualTo(404);
    }

    @Test
    void apply_pathWrittenOut_goesBeforeNamedSegment() {
        assertThat(text(runs.apply(Requests.post("/runs/lookup", "{}")))).isEqualTo("looked up");
        assertThat(runs.apply(Requests.get("/runs/lookup")).headers()).containsExactly(Map.entry("Allow", "POST"));
    }

    @Test
    void label_namedSegment_isTheRoutesOwnText() {
        assertThat(runs.label(Requests.get("/runs/alice@example.org"))).isEqualTo("/runs/{id}");
        assertThat(runs.label(Requests.get("/runs/alice/pause"))).isEqualTo("/runs/{id}/pause");
    }

    @Test
    void apply_commandWithoutBody_countsAsEmptyObject() {
        EdgeRequest bare =
                Requests.request("POST", "/runs/7/pause", Optional.empty(), Optional.empty(), Requests.whole(""));
        EdgeRequest untyped =
                Requests.request("POST", "/runs/7/pause", Optional.empty(), Optional.empty(), Requests.whole("{}"));
        assertThat(text(runs.apply(bare))).isEqualTo("{}");
        assertThat(runs.apply(untyped).status()).isEqualTo(415);
        assertThat(text(runs.apply(Requests.post("/runs/7/pause", "{\"a\":1}"))))
                .isEqualTo("{\"a\":1}");
    }

    private static String text(EdgeResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
