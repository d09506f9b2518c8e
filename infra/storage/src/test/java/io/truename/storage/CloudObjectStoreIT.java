// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real client against answers that Cloud Storage gives; the local cloud's tests have a store that keeps objects. */
class CloudObjectStoreIT {
    private static final String UPLOAD = "/upload/storage/v1/b/reports/o";
    private static final String OBJECT = "/storage/v1/b/reports/o/2026%2Fa.json";
    private static final byte[] BYTES = "{\"a\":1}".getBytes(UTF_8);

    private static final WireMockServer SERVER = new WireMockServer(
            wireMockConfig().dynamicPort().bindAddress("localhost").gzipDisabled(true));

    private ObjectStore store;

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void clear() {
        SERVER.resetAll();
        store = at(SERVER.port());
    }

    @Test
    void listing_readsEveryPage_andOpensTheGenerationThatItSaw() throws IOException {
        String list = "/storage/v1/b/reports/o";
        SERVER.stubFor(get(urlPathEqualTo(list))
                .withQueryParam("prefix", equalTo("raw/"))
                .willReturn(json("{\"kind\":\"storage#objects\",\"nextPageToken\":\"p2\",\"items\":["
                        + listed("raw/a", 1) + "]}")));
        SERVER.stubFor(get(urlPathEqualTo(list))
                .withQueryParam("prefix", equalTo("raw/"))
                .withQueryParam("pageToken", equalTo("p2"))
                .willReturn(json("{\"kind\":\"storage#objects\",\"items\":[" + listed("raw/b", 2) + "]}")));
        List<ListedObject> objects = new ArrayList<>();
        CloudObjectStore bucket = at(SERVER.port());

        bucket.each("raw/", objects::add);

        assertThat(objects).containsExactly(new ListedObject("raw/a", 7, 1), new ListedObject("raw/b", 7, 2));
        SERVER.stubFor(get(urlPathEqualTo("/download/storage/v1/b/reports/o/raw%2Fb"))
                .withQueryParam("generation", equalTo("2"))
                .willReturn(aResponse().withBody(BYTES)));
        try (InputStream stream = bucket.open(objects.get(1))) {
            assertThat(stream.readAllBytes()).isEqualTo(BYTES);
        }
    }

    private static String listed(String name, int generation) {
        return "{\"kind\":\"storage#object\",\"bucket\":\"reports\",\"name\":\"" + name
                + "\",\"size\":\"7\",\"generation\":\"" + generation + "\"}";
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    @Test
    void listing_ofABucketThatIsNotThere_saysSo() {
        SERVER.stubFor(any(anyUrl()).willReturn(refused(404, "The specified bucket does not exist.")));

        assertThatThrownBy(() -> at(SERVER.port()).each("", object -> {}))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("there is no such bucket");
    }

    @Test
    void create_isOneConditionalUpload() {
        SERVER.stubFor(post(urlPathEqualTo(UPLOAD)).willReturn(created()));

        assertThat(store.create("2026/a.json", "application/json", BYTES)).isTrue();

        SERVER.verify(
                1,
                postRequestedFor(urlPathEqualTo(UPLOAD))
                        .withQueryParam("uploadType", equalTo("multipart"))
                        .withQueryParam("ifGenerationMatch", equalTo("0"))
                        .withRequestBody(containing("{\"a\":1}"))
                        .withRequestBody(containing("application/json")));
    }

    @Test
    void create_ofAnObjectThatExists_isFalse() {
        SERVER.stubFor(
                post(urlPathEqualTo(UPLOAD)).willReturn(refused(412, "At least one of the pre-conditions failed.")));

        assertThat(store.create("2026/a.json", "application/json", BYTES)).isFalse();
    }

    /** The first upload arrived, its answer did not: the repetition meets the object. */
    @Test
    void create_afterALostAnswer_isFalse_andRepeatedWithTheSameCondition() {
        SERVER.stubFor(post(urlPathEqualTo(UPLOAD))
                .inScenario("lost")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                .willSetStateTo("stored"));
        SERVER.stubFor(post(urlPathEqualTo(UPLOAD))
                .inScenario("lost")
                .whenScenarioStateIs("stored")
                .willReturn(refused(412, "At least one of the pre-conditions failed.")));

        assertThat(store.create("2026/a.json", "application/json", BYTES)).isFalse();

        SERVER.verify(2, postRequestedFor(urlPathEqualTo(UPLOAD)).withQueryParam("ifGenerationMatch", equalTo("0")));
    }

    @ParameterizedTest
    @CsvSource({
        "404, false, no such bucket, 1",
        "401, false, service account, 1",
        "403, false, roles/storage.objectCreator, 1",
        "400, false, 400, 1",
        "429, true, Try again later, 4",
        "503, true, 503, 4"
    })
    void create_refused_saysTheRemedy_andNothingOfTheAnswer(int status, boolean passing, String remedy, int tries) {
        SERVER.stubFor(any(anyUrl()).willReturn(refused(status, "secret")));

        assertThatThrownBy(() -> store.create("2026/a.json", "application/json", BYTES))
                .asInstanceOf(type(StorageException.class))
                .satisfies(failed -> assertThat(failed.passing()).isEqualTo(passing))
                .satisfies(failed -> assertThat(failed)
                        .hasMessageContaining("Bucket reports")
                        .hasMessageContaining(remedy)
                        .hasMessageNotContaining("secret"));
        SERVER.verify(tries, postRequestedFor(anyUrl()));
    }

    @Test
    void create_withoutAServer_isPassing() {
        assertThatThrownBy(() -> at(1).create("a", "text/plain", BYTES))
                .asInstanceOf(type(StorageException.class))
                .satisfies(failed -> assertThat(failed.passing()).isTrue())
                .satisfies(failed -> assertThat(failed).hasMessageContaining("no answer came"));
    }

    @Test
    void create_ofAnIllegalName_isRefusedHere() {
        assertThatThrownBy(() -> store.create("a\nb", "text/plain", BYTES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SERVER.getAllServeEvents()).isEmpty();
    }

    @Test
    void read_isWhole() {
        SERVER.stubFor(get(urlPathEqualTo(OBJECT)).willReturn(aResponse().withBody(BYTES)));
        SERVER.stubFor(
                get(urlPathEqualTo("/download" + OBJECT)).willReturn(aResponse().withBody(BYTES)));

        assertThat(store.read("2026/a.json"))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(BYTES));
    }

    @Test
    void read_ofNoObject_isEmpty_butOfNoBucketAFailure() {
        SERVER.stubFor(
                any(anyUrl()).willReturn(aResponse().withStatus(404).withBody("No such object: reports/2026/a.json")));
        assertThat(store.read("2026/a.json")).isEmpty();

        SERVER.stubFor(any(anyUrl()).willReturn(refused(404, "The specified bucket does not exist.")));
        assertThatThrownBy(() -> store.read("2026/a.json"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no such bucket");
    }

    @Test
    void read_withoutAnAnswerInTime_isPassing() {
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(1_000)));

        assertThatThrownBy(() -> store.read("2026/a.json"))
                .asInstanceOf(type(StorageException.class))
                .satisfies(failed -> assertThat(failed.passing()).isTrue());
        SERVER.verify(4, getRequestedFor(anyUrl()));
    }

    @Test
    void open_readsOneGeneration() throws IOException {
        SERVER.stubFor(get(urlPathEqualTo(OBJECT)).willReturn(created()));
        SERVER.stubFor(get(anyUrl())
                .atPriority(1)
                .withQueryParam("alt", equalTo("media"))
                .withQueryParam("ifGenerationMatch", equalTo("7"))
                .willReturn(aResponse().withHeader("x-goog-generation", "7").withBody(BYTES)));

        try (InputStream in = store.open("2026/a.json")) {
            assertThat(in.readAllBytes()).isEqualTo(BYTES);
        }
    }

    @Test
    void open_ofNoObject_saysSo() {
        SERVER.stubFor(any(anyUrl()).willReturn(refused(404, "No such object: reports/2026/a.json")));

        assertThatThrownBy(() -> store.open("2026/a.json"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no such object");
    }

    private static CloudObjectStore at(int port) {
        return new CloudObjectStore(
                new BucketEndpoint("reports", Optional.of("localhost:" + port)),
                Duration.ofMillis(500),
                Duration.ofMillis(10));
    }

    private static ResponseDefinitionBuilder created() {
        return aResponse()
                .withHeader("Content-Type", "application/json")
                .withBody("{\"kind\":\"storage#object\",\"bucket\":\"reports\",\"name\":\"2026/a.json\","
                        + "\"generation\":\"7\",\"metageneration\":\"1\",\"size\":\"7\"}");
    }

    private static ResponseDefinitionBuilder refused(int status, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\":{\"code\":" + status + ",\"message\":\"" + message
                        + "\",\"errors\":[{\"message\":\"" + message + "\",\"domain\":\"global\",\"reason\":\"x\"}]}}");
    }
}
