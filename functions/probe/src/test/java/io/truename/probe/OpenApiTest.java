// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.identity.DocumentName;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.postgres.probing.scan.ScanSettings;
import io.truename.postgres.probing.scan.ScanStore;
import io.truename.probe.http.ProbeRoutes;
import io.truename.probing.finding.Acknowledgement;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import io.truename.probing.finding.HistoryEntry;
import io.truename.probing.finding.Severity;
import io.truename.probing.stage.Stage;
import io.truename.probing.stage.StageAttempt;
import io.truename.testkit.openapi.OpenApiDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Test of the description by itself, and of its rules against those of the code. */
class OpenApiTest {
    private static final String HASH = "aB".repeat(32);

    private final OpenApiDocument document = OpenApiDocument.beside(ProbeRoutes.class);

    @Test
    void document_isCompleteAndLegal() {
        assertThat(document.errors()).isEmpty();
        assertThat(document.operations()).hasSize(25);
    }

    @Test
    void enumerations_areThoseOfTheCode() {
        String finding = "/components/schemas/ProbeFinding/properties/";
        String scan = "/components/schemas/Scan/properties/";
        assertThat(document.values(finding + "kind")).isEqualTo(codes(FindingKind.values(), FindingKind::code));
        assertThat(document.values(finding + "state")).isEqualTo(codes(FindingState.values(), Enum::name));
        assertThat(document.values(finding + "severity")).isEqualTo(codes(Severity.values(), Enum::name));
        assertThat(document.values("/components/schemas/ProbeFindingWithHistory/properties/kind"))
                .isEqualTo(document.values(finding + "kind"));
        assertThat(document.values(
                        "/components/schemas/ProbeFindingWithHistory/properties/history/items/properties/event"))
                .isEqualTo(codes(HistoryEntry.Event.values(), HistoryEntry.Event::code));
        assertThat(document.values(scan + "kind")).isEqualTo(codes(ScanKind.values(), ScanKind::code));
        assertThat(document.values(scan + "state")).isEqualTo(codes(ScanStore.State.values(), Enum::name));
        for (String request : List.of("ScanRequest", "StepRequest")) {
            assertThat(document.values("/components/schemas/" + request + "/properties/kind"))
                    .isEqualTo(document.values(scan + "kind"));
        }
        assertThat(document.values("/components/schemas/StageEvent/properties/stage"))
                .isEqualTo(codes(Stage.values(), Stage::word));
        assertThat(document.values("/components/schemas/StageEvent/properties/outcome"))
                .isEqualTo(codes(StageAttempt.Outcome.values(), StageAttempt.Outcome::word));
        JsonNode filters = document.json().at("/paths/~1findings/get/parameters");
        for (int i = 0; i < 3; i++) {
            assertThat(document.values("/paths/~1findings/get/parameters/" + i + "/schema"))
                    .isNotEmpty()
                    .isEqualTo(document.values(
                            finding + filters.path(i).path("name").asText()));
        }
    }

    private static <T> List<String> codes(T[] values, Function<T, String> code) {
        return Arrays.stream(values).map(code).toList();
    }

    @Test
    void limits_areThoseOfTheCode() {
        JsonNode rows = document.json().at("/components/schemas/ScanRequest/properties/rows");
        assertThat(rows.path("minimum").asInt()).isEqualTo(ScanSettings.LEAST_ROWS);
        assertThat(rows.path("maximum").asInt()).isEqualTo(ScanSettings.MOST_ROWS);
        JsonNode bytes = document.json().at("/components/schemas/StageEvent/properties/avoidedBytes");
        assertThat(bytes.path("maximum").asLong()).isEqualTo(StageAttempt.MOST_BYTES);
    }

    /** A pattern with its rule in the code, for each character and length. */
    @ParameterizedTest
    @CsvSource({
        "/components/schemas/DocumentName/properties/user",
        "/components/schemas/StageEvent/properties/userId",
        "/paths/~1known/get/parameters/0/schema",
        "/paths/~1retrieval~1users/get/parameters/0/schema",
        "/paths/~1retrieval/get/parameters/3/schema",
    })
    void patternOfUsers_isTheRecipes(String pointer) {
        texts("a", 256)
                .forEach(text -> assertThat(matches(pointer, text))
                        .as(text)
                        .isEqualTo(DocumentName.check(text, HASH).isEmpty()));
    }

    @ParameterizedTest
    @CsvSource({
        "/components/schemas/DocumentName/properties/contentHash",
        "/components/schemas/StageEvent/properties/contentHash",
        "/paths/~1known/get/parameters/1/schema",
    })
    void patternOfHashes_isTheRecipes(String pointer) {
        texts("0", 64)
                .forEach(text -> assertThat(matches(pointer, text))
                        .as(text)
                        .isEqualTo(DocumentName.check("a", text).isEmpty()));
    }

    @Test
    void reason_isTheAcknowledgements() {
        String schema = "/components/schemas/AcknowledgeRequest/properties/reason";
        Instant now = Instant.EPOCH;
        assertThat(document.json().at(schema).path("maxLength").asInt()).isEqualTo(Acknowledgement.MOST_CHARACTERS);
        for (String text : List.of("a", " a ", " ", "", "\t", "a\tb", "a\u0085b", "\n a", "é", "\uD83D\uDE00")) {
            assertThat(matches(schema, text))
                    .as(text)
                    .isEqualTo(
                            Acknowledgement.check(text, now.plusSeconds(1), now).isEmpty());
        }
    }

    private boolean matches(String pointer, String text) {
        // As ECMAScript has it: $ is the end, not a line's.
        String pattern = document.json().at(pointer).path("pattern").asText().replaceFirst("\\$$", "\\\\z");
        return Pattern.compile(pattern).matcher(text).find();
    }

    /** Each character of the first 300 at the end of a text of that length, and shorter and longer texts. */
    private static Stream<String> texts(String filler, int length) {
        List<String> texts = new ArrayList<>(List.of("", filler, filler.repeat(length + 1)));
        for (char character = 0; character < 300; character++) {
            texts.add(filler.repeat(length - 1) + character);
        }
        return texts.stream();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'stage':'uploaded'",
                "'stage':'chunked','rows':3",
                "'stage':'retrieved','found':false",
                "'stage':'uploaded','userId':'a','contentHash':'HASH'",
            })
    void eventSchema_takesWhatTheFunctionTakes(String fields) {
        assertThat(document.requestErrors("/events", event(fields))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'stage':'retrieved'",
                "'stage':'uploaded','found':true",
                "'stage':'retrieved','found':true,'rows':1",
                "'stage':'chunked','rows':1,'ordinal':1",
                "'stage':'uploaded','contentHash':'HASH'",
                "'stage':'chunked','chunkId':'7d444840-9dc0-41d1-b245-5ffdce74fad2'",
                "'stage':'uploaded','userId':'a b'",
            })
    void eventSchema_refusesWhatTheFunctionRefuses(String fields) {
        assertThat(document.requestErrors("/events", event(fields))).isNotEmpty();
    }

    @Test
    void eventSchema_takesTheOutcomesThatTheFunctionTakes() {
        assertThat(OutcomeEvents.all())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(
                                document.requestErrors("/events", event.json()).isEmpty())
                        .as(event.json())
                        .isEqualTo(event.taken()));
    }

    private static String event(String fields) {
        return String.format(Locale.ROOT, "{'documentId':'7d444840-9dc0-41d1-b245-5ffdce74fad2',%s}", fields)
                .replace("HASH", HASH)
                .replace('\'', '"');
    }

    @Test
    void stepSchema_refusesAKindBesideAScan() {
        String scan = "\"scan\":\"7d444840-9dc0-41d1-b245-5ffdce74fad2\"";
        assertThat(document.requestErrors("/scans/steps", "{" + scan + "}")).isEmpty();
        assertThat(document.requestErrors("/scans/steps", "{" + scan + ",\"kind\":\"full\"}"))
                .isNotEmpty();
    }
}
