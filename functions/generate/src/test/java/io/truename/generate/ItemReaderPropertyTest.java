// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is sent, there are ids or problems; problems point at what was sent, and never repeat a value of it. */
class ItemReaderPropertyTest {
    private static final String SECRET = "alice-secret";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Property(tries = 2_000)
    void read_anyBytes_givesIdsOrProblems(@ForAll byte[] body) {
        ParseResult<Item> reading = ItemReader.read(body, raw -> raw.toItem(ItemReaderTest.IDENTITIES));
        assertThat(reading instanceof ParseResult.Refused
                        || !((ParseResult.Items<Item>) reading).items().isEmpty())
                .isTrue();
    }

    @Property(tries = 2_000)
    void read_anyBatch_problemsPointIntoIt_andTellNoValue(@ForAll("batches") String body) throws IOException {
        if (ItemReaderTest.read(body) instanceof ParseResult.Refused<Item> refused) {
            assertProblems(body, refused.problems().listed());
            String answer =
                    new String(Problem.badRequest(refused.problems()).response().body(), StandardCharsets.UTF_8);
            assertThat(answer).doesNotContain(SECRET);
        }
        if (ItemReaderTest.readClaims(body) instanceof ParseResult.Refused<ClaimedId> refused) {
            assertProblems(body, refused.problems().listed());
        }
    }

    private static void assertProblems(String body, List<FieldProblem> problems) throws IOException {
        assertThat(problems).isNotEmpty();
        JsonNode sent = MAPPER.readTree(body);
        for (FieldProblem problem : problems) {
            JsonPointer pointer = JsonPointer.compile(problem.pointer());
            boolean there = !sent.at(pointer).isMissingNode();
            // A missing field is pointed at where it should be.
            boolean missing =
                    problem.got().equals("nothing") && !sent.at(pointer.head()).isMissingNode();
            assertThat(there || missing).as(problem.toString()).isTrue();
            assertThat(problem.rule() + problem.got()).doesNotContain(SECRET);
        }
    }

    @Provide
    Arbitrary<String> batches() {
        return items().list().ofMaxSize(6).map(items -> "{\"items\":[" + String.join(",", items) + "]}");
    }

    private static Arbitrary<String> items() {
        Arbitrary<String> names = Arbitraries.of(
                "kind",
                "userId",
                "fileSha256",
                "documentId",
                "chunker",
                "chunkerVersion",
                "ordinal",
                "id",
                "other",
                "a/b~c",
                "");
        Arbitrary<String> values = Arbitraries.of(
                "\"document\"",
                "\"chunk\"",
                "\"job\"",
                "\"" + SECRET + "\"",
                "\"" + SECRET + " \"",
                "\"" + ItemReaderTest.SHA + "\"",
                "\"" + ItemReaderTest.UUID_TEXT + "\"",
                "\"\"",
                "0",
                "-1",
                "2147483648",
                "1.5",
                "null",
                "true",
                "[\"" + SECRET + "\"]",
                "{\"" + SECRET + "\":1}");
        Arbitrary<String> fields = Combinators.combine(names, values).as((name, value) -> "\"" + name + "\":" + value);
        Arbitrary<String> objects =
                fields.list().ofMaxSize(7).map(list -> list.stream().collect(Collectors.joining(",", "{", "}")));
        return Arbitraries.frequencyOf(
                Tuple.of(8, objects),
                Tuple.of(2, Arbitraries.of(ItemReaderTest.DOCUMENT, ItemReaderTest.CHUNK)),
                Tuple.of(1, Arbitraries.of("0", "null", "[]", "\"" + SECRET + "\"")));
    }
}
