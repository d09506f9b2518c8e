// SPDX-License-Identifier: Apache-2.0
package io.truename.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    void json_hasTheOutcome_andWhatASkipAvoided() throws Exception {
        assertThat(facts(StageEvent.uploaded(ID).skipped().avoidedBytes(5_497_558_138_880L)))
                .isEqualTo(MAPPER.readTree("{\"stage\":\"uploaded\",\"documentId\":\"" + ID
                        + "\",\"outcome\":\"skipped\",\"avoidedBytes\":5497558138880}"));
        assertThat(facts(StageEvent.parsed(ID).skipped().avoidedPages(12)).path("avoidedPages"))
                .isEqualTo(MAPPER.readTree("12"));
        assertThat(facts(StageEvent.embedded(ID).skipped().avoidedTokens(4_500)).path("avoidedTokens"))
                .isEqualTo(MAPPER.readTree("4500"));
        assertThat(facts(StageEvent.chunked(ID).stored()).path("outcome").asText())
                .isEqualTo("stored");
        // The last word counts: an event has one outcome.
        assertThat(facts(StageEvent.chunked(ID).stored().failed())
                        .path("outcome")
                        .asText())
                .isEqualTo("failed");
    }

    /** An event that says nothing of an outcome must not have the field at all: the function would refuse null. */
    @Test
    void json_withoutOutcome_isThatOfBefore() throws Exception {
        assertThat(facts(StageEvent.uploaded(ID)).toString())
                .isEqualTo("{\"stage\":\"uploaded\",\"documentId\":\"" + ID + "\"}");
    }

    private static JsonNode facts(StageEvent event) throws Exception {
        ObjectNode json = (ObjectNode) MAPPER.readTree(event.json());
        json.remove("eventId");
        json.remove("at");
        return json;
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
                .contentHashAlgorithm(null)
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
