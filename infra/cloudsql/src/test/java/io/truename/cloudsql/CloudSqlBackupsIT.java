// SPDX-License-Identifier: Apache-2.0
package io.truename.cloudsql;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.truename.rekeying.plan.BackupProof;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudSqlBackupsIT {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String PATH = "/v1/projects/my-project/instances/corpus/backupRuns";

    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void prove_fresh_isProven() {
        answers(okJson(list(backup("2", "SUCCESSFUL", "2026-11-22T03:00:00.123Z"))));
        assertThat(prove()).isEqualTo(new BackupProof.Proven(Instant.parse("2026-11-22T03:00:00.123Z"), "2"));
        server.verify(1, getRequestedFor(urlPathEqualTo(PATH)));
    }

    @Test
    void prove_newestSuccessful_counts() {
        answers(okJson(list(
                backup("4", "RUNNING", null),
                backup("3", "FAILED", "2026-11-22T11:00:00Z"),
                backup("1", "SUCCESSFUL", "2026-11-21T15:00:00Z"),
                backup("2", "SUCCESSFUL", "2026-11-22T03:00:00Z"))));
        assertThat(prove()).isEqualTo(new BackupProof.Proven(Instant.parse("2026-11-22T03:00:00Z"), "2"));
    }

    private static String page(String next, String... backups) {
        return list(backups).replaceFirst("^\\{", "{\"nextPageToken\":\"" + next + "\",");
    }

    @Test
    void prove_successfulOnALaterPage_isProven() {
        answers(okJson(page("2", backup("9", "FAILED", "2026-11-22T11:00:00Z"))));
        server.stubFor(get(urlPathEqualTo(PATH))
                .withQueryParam("pageToken", equalTo("2"))
                .willReturn(okJson(page("3", backup("1", "SUCCESSFUL", "2026-11-22T03:00:00Z")))));
        assertThat(prove()).isEqualTo(new BackupProof.Proven(Instant.parse("2026-11-22T03:00:00Z"), "1"));
        server.verify(2, getRequestedFor(urlPathEqualTo(PATH)));
    }

    @Test
    void prove_pagesWithoutEnd_areLeftOff_andCounted() {
        answers(okJson(page("2", backup("9", "FAILED", "2026-11-22T11:00:00Z"))));
        assertThat(reason()).contains("newest 10 backups");
        server.verify(10, getRequestedFor(urlPathEqualTo(PATH)));
    }

    @Test
    void prove_none_saysHowToMakeOne() {
        answers(okJson("{\"kind\":\"sql#backupRunsList\"}"));
        assertThat(reason()).contains("gcloud sql backups create --instance=corpus --project=my-project");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUNNING", "FAILED", "ENQUEUED", "SKIPPED", "DELETED"})
    void prove_notSuccessful_isNotProven(String status) {
        answers(okJson(list(backup("1", status, "2026-11-22T11:00:00Z"))));
        assertThat(reason()).contains("successful");
    }

    @Test
    void prove_stale_saysHowOld() {
        answers(okJson(list(backup("1", "SUCCESSFUL", "2026-11-20T12:00:00Z"))));
        assertThat(reason()).contains("48 hours", "at most 24");
    }

    @Test
    void prove_onTheLimit_isProven() {
        answers(okJson(list(backup("1", "SUCCESSFUL", "2026-11-21T12:00:00Z"))));
        assertThat(prove()).isInstanceOf(BackupProof.Proven.class);
    }

    @Test
    void prove_endThatIsNoTime_isNotProven() {
        answers(okJson(list(backup("1", "SUCCESSFUL", "yesterday"))));
        assertThat(reason()).contains("successful");
    }

    @Test
    void prove_forbidden_namesTheRole_andIsAskedOnce() {
        answers(aResponse().withStatus(403).withBody("{\"error\":{\"code\":403,\"message\":\"secret\"}}"));
        assertThat(reason()).contains("roles/cloudsql.viewer").doesNotContain("secret");
        server.verify(1, getRequestedFor(urlPathEqualTo(PATH)));
    }

    @Test
    void prove_noSuchInstance_namesTheSetting() {
        answers(aResponse().withStatus(404));
        assertThat(reason()).contains("TRUENAME_CLOUDSQL_INSTANCE");
    }

    @Test
    void prove_serverFails_isAskedThreeTimes() {
        answers(aResponse().withStatus(500));
        assertThat(reason()).contains("500");
        server.verify(3, getRequestedFor(urlPathEqualTo(PATH)));
    }

    @Test
    void prove_serverFailsOnce_isProven() {
        server.stubFor(get(urlPathEqualTo(PATH))
                .inScenario("once")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(503))
                .willSetStateTo("well"));
        server.stubFor(get(urlPathEqualTo(PATH))
                .inScenario("once")
                .whenScenarioStateIs("well")
                .willReturn(okJson(list(backup("1", "SUCCESSFUL", "2026-11-22T03:00:00Z")))));
        assertThat(prove()).isInstanceOf(BackupProof.Proven.class);
    }

    @Test
    void prove_noAnswer_isNotWaitedForLong() {
        answers(okJson("{}").withFixedDelay(5_000));
        CloudSqlBackups backups = new CloudSqlBackups(
                InstanceName.parse("my-project:corpus"),
                Duration.ofHours(24),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Optional.of(server.baseUrl() + "/"),
                Duration.ofMillis(200));
        assertThat(backups.prove())
                .isInstanceOfSatisfying(
                        BackupProof.NotProven.class,
                        proof -> assertThat(proof.reason()).contains("in time"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "{\"items\": 7}", "[1]", "{\"items\": [7]}", "{\"items\": [null, {}]}"})
    void prove_garbage_isNotProven(String body) {
        answers(aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "application/json")
                .withBody(body));
        assertThat(prove()).isInstanceOf(BackupProof.NotProven.class);
    }

    private BackupProof prove() {
        return new CloudSqlBackups(
                        InstanceName.parse("my-project:corpus"),
                        Duration.ofHours(24),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        Optional.of(server.baseUrl() + "/"))
                .prove();
    }

    private String reason() {
        return ((BackupProof.NotProven) prove()).reason();
    }

    private void answers(ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlPathEqualTo(PATH)).willReturn(answer));
    }

    private static String list(String... backups) {
        return "{\"kind\":\"sql#backupRunsList\",\"items\":[" + String.join(",", backups) + "]}";
    }

    private static String backup(String id, String status, String endTime) {
        return "{\"kind\":\"sql#backupRun\",\"id\":\"" + id + "\",\"status\":\"" + status + "\""
                + (endTime == null ? "" : ",\"endTime\":\"" + endTime + "\"") + "}";
    }
}
