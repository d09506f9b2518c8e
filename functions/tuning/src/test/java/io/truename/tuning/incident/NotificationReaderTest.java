// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.tuning.incident.NotificationReader.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path LOCAL_CLOUD =
            Path.of("../../local-emulator/src/test/resources/io/truename/local/alerting");

    /** Shape of the example on Google's page about notification channels: documentation is text, severity is absent. */
    private static final String DOCUMENTED = """
            {"incident": {
              "incident_id": "0.opqiw61fsv7p", "scoping_project_id": "internal-project", "scoping_project_number": 12345,
              "url": "https://console.cloud.google.com/monitoring/alerting/incidents/0.lxfiw61fsv7p?project=internal-project",
              "started_at": 1577840461, "ended_at": 1577877071, "state": "closed",
              "resource_id": "11223344", "resource_name": "internal-project gke-cluster-1", "resource_type_display_name": "VM Instance",
              "resource": {"type": "gce_instance", "labels": {"instance_id": "11223344", "zone": "us-central1-c"}},
              "metric": {"type": "compute.googleapis.com/instance/cpu/utilization", "displayName": "CPU utilization"},
              "metadata": {"system_labels": {"labelkey": "labelvalue"}, "user_labels": {"labelkey": "labelvalue"}},
              "policy_name": "Monitor-Project-Cluster", "policy_user_labels": {"user-label-1": "important label"},
              "condition_name": "VM Instance - CPU utilization [MAX]", "threshold_value": "0.9", "observed_value": "0.835",
              "condition": {"conditionThreshold": {"aggregations": [{"alignmentPeriod": "120s"}], "thresholdValue": 0.9}},
              "documentation": "TEST ALERT", "summary": "CPU utilization returned to normal with a value of 0.835."
            }, "version": "1.2"}
            """;

    /** Shape of the message that the console's button sends. */
    private static final String TEST = """
            {"version": "test", "incident": {"incident_id": "12345", "started_at": 0, "ended_at": 0, "state": "OPEN",
             "policy_name": "projects/12345/alertPolicies/12345", "documentation": "Test documentation"}}
            """;

    @Test
    void documentedExample() throws IOException {
        IncidentNotification read = notification(DOCUMENTED);

        assertThat(read.incident()).isEqualTo("0.opqiw61fsv7p");
        assertThat(read.startedAt()).isEqualTo(Instant.parse("2020-01-01T01:01:01Z"));
        assertThat(read.endedAt()).contains(Instant.parse("2020-01-01T11:11:11Z"));
        assertThat(read.severity()).isEqualTo(Severity.NONE);
        assertThat(read.resource())
                .isEqualTo(new Labelled("gce_instance", Map.of("instance_id", "11223344", "zone", "us-central1-c")));
        assertThat(read.metric().labels()).isEmpty();
        assertThat(read.observed()).isEqualTo(OptionalDouble.of(0.835));
        assertThat(read.threshold()).isEqualTo(OptionalDouble.of(0.9));
    }

    @Test
    void testMessage_isNoIncident() throws IOException {
        assertThat(read(TEST)).isInstanceOf(Reading.Test.class);
    }

    @Test
    void localCloud_opensRepeatsAndCloses() throws IOException {
        IncidentNotification open = notification(Files.readString(LOCAL_CLOUD.resolve("incident-open.json")));
        IncidentNotification repeated = notification(Files.readString(LOCAL_CLOUD.resolve("incident-renotified.json")));
        IncidentNotification closed = notification(Files.readString(LOCAL_CLOUD.resolve("incident-closed.json")));

        assertThat(open.open()).isTrue();
        assertThat(open.severity()).isEqualTo(Severity.WARNING);
        assertThat(open.policy().name()).isEqualTo("Replica lags");
        assertThat(repeated.repeated()).isTrue();
        assertThat(Opening.of(List.of(closed, repeated, open, open)))
                .containsExactly(Opening.of(open).merge(Opening.of(closed)));
    }

    @Test
    void label_namesAlertOrObjective() throws IOException {
        ObjectNode message = (ObjectNode) JSON.readTree(DOCUMENTED);
        ((ObjectNode) message.get("incident"))
                .putObject("policy_user_labels")
                .put("slo", "generate-latency")
                .put("tier", "fast");
        assertThat(notification(message.toString()).policy().objective()).isEqualTo("generate-latency");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "incident_id | null | incident.incident_id is missing",
                "incident_id | 17 | incident.incident_id is missing",
                "policy_name | \"\" | incident.policy_name is missing",
                "state | \"broken\" | incident.state is neither open nor closed",
                "state | \"OPEN\" | incident.ended_at is there, though the incident is open",
                "started_at | 0 | incident.started_at is missing",
                "started_at | 1577840461000 | incident.started_at is no number of seconds since 1970",
                "started_at | \"2020-01-01T01:01:01Z\" | incident.started_at is no number of seconds since 1970",
                "started_at | 1577877072 | incident.ended_at is before started_at",
                "ended_at | null | incident.ended_at is missing",
                "resource | [] | incident.resource is no object",
                "policy_user_labels | \"slo\" | incident.policy_user_labels is no object",
            })
    void field_thatCannotBe_isNamedWithARemedy(String field, String value, String problem) throws IOException {
        ObjectNode message = (ObjectNode) JSON.readTree(DOCUMENTED);
        ((ObjectNode) message.get("incident")).set(field, JSON.readTree(value));
        assertThat(read(message.toString()))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.problems())
                                .anyMatch(found -> problem.equals(found.field() + " " + found.problem())
                                        && !found.remedy().isBlank()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"version\": 1.2}",
                "{\"version\": \"2.0\", \"incident\": {}}",
                "{\"version\": \"1.2\", \"incident\": null}"
            })
    void message_thatIsNone_isRefused(String message) throws IOException {
        assertThat(read(message)).isInstanceOf(Reading.Refused.class);
    }

    // Any field may be missing, null or of another type: the outcome is a value.
    @Test
    void fields_removedOrReplaced_neverThrow() throws IOException {
        Random random = new Random(1);
        String[] values = {"null", "[]", "{}", "-1", "1e300", "true", "\"x\"", "{\"labels\": {\"a\": [1]}, \"type\": 3}"
        };
        for (int i = 0; i < 500; i++) {
            ObjectNode message = (ObjectNode) JSON.readTree(DOCUMENTED);
            ObjectNode incident = (ObjectNode) message.get("incident");
            for (String name :
                    incident.properties().stream().map(Map.Entry::getKey).toList()) {
                if (random.nextInt(6) == 0) {
                    incident.set(name, JSON.readTree(values[random.nextInt(values.length)]));
                }
            }
            assertThat(read(message.toString())).isNotNull();
        }
    }

    private static IncidentNotification notification(String json) throws IOException {
        return ((Reading.Read) read(json)).notification();
    }

    private static Reading read(String json) throws IOException {
        return NotificationReader.read(JSON.readerForMapOf(Object.class).<Map<String, Object>>readValue(json));
    }
}
