// SPDX-License-Identifier: Apache-2.0
package io.truename.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StageEventTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final UUID ID = UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2");

    @Test
    void json_hasEveryFact() throws Exception {
        StageEvent event = StageEvent.embedded(ID)
                .user("anna \"\\\u0001\u00e9\ud83d\ude00")
                .contentHash("ab")
                .chunk(ID, "markdown", "1", 3)
                .seconds(0.25)
                .at(Instant.parse("2026-03-04T12:30:00.123456789Z"))
                .eventId("e-1");
        assertThat(MAPPER.readTree(event.json()))
                .isEqualTo(MAPPER.readTree("{\"stage\":\"embedded\",\"documentId\":\"" + ID
                        + "\",\"eventId\":\"e-1\",\"at\":\"2026-03-04T12:30:00.123456Z\","
                        + "\"userId\":\"anna \\\"\\\\\\u0001\u00e9\ud83d\ude00\",\"contentHash\":\"ab\",\"chunkId\":\""
                        + ID
                        + "\",\"chunker\":\"markdown\",\"chunkerVersion\":\"1\",\"ordinal\":3,\"seconds\":0.25}"));
    }

    @Test
    void json_eachEventIsAnother_andSaysWhen() throws Exception {
        JsonNode one = MAPPER.readTree(StageEvent.retrieved(ID, false).json());
        JsonNode other = MAPPER.readTree(StageEvent.retrieved(ID, false).json());
        assertThat(one.path("found").asBoolean(true)).isFalse();
        assertThat(one.path("eventId")).isNotEqualTo(other.path("eventId"));
        assertThat(Instant.parse(one.path("at").asText()))
                .isBefore(Instant.now().plusSeconds(1));
    }

    // A pipeline must not fail because of its observer.
    @Test
    void facts_thatAreNull_areLeftOut() throws Exception {
        StageEvent event = StageEvent.uploaded(null)
                .user(null)
                .contentHash(null)
                .at(null)
                .eventId(null)
                .seconds(Double.NaN)
                .chunk(null, null, null, 0);
        assertThat(MAPPER.readTree(event.json()).has("documentId")).isFalse();
        assertThat(MAPPER.readTree(event.json()).has("seconds")).isFalse();
    }

    @Test
    void toString_showsNothingOfTheUser() {
        assertThat(StageEvent.uploaded(ID).user("anna").contentHash("ab")).hasToString("StageEvent[uploaded]");
    }
}
