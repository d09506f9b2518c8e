// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.postgres.tuning.ProposalStore;
import io.truename.postgres.tuning.ThresholdStore;
import java.time.Duration;
import java.util.List;

/** Reader of the stored result of a part. */
final class PartResult {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PartResult() {}

    static JsonNode parsed(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The result of a part is no JSON", broken);
        }
    }

    /** Duration that a threshold was proposed with. */
    static Duration lasting(List<ProposalStore.Part> parts, ThresholdStore.Threshold threshold) {
        ProposalStore.Subject subject = new ProposalStore.Subject(threshold.alert(), threshold.condition());
        return parts.stream()
                .filter(part -> part.subject().equals(subject))
                .flatMap(part -> part.result().stream())
                .map(PartResult::parsed)
                .flatMap(result -> result.path("proposed").findParents("lastingSeconds").stream())
                .filter(bound -> bound.path("severity").asText().equals(threshold.severity()))
                .map(bound -> Duration.ofSeconds(bound.path("lastingSeconds").asLong()))
                .findFirst()
                .orElseThrow();
    }
}
