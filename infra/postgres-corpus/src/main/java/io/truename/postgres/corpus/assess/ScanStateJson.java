// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.corpus.assess.CorpusTally;
import io.truename.postgres.corpus.search.SearchState;
import java.io.UncheckedIOException;
import java.util.Optional;

/** JSON form of {@link ScanState}. Only the same version or a later one can read it. */
final class ScanStateJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ScanStateJson() {}

    static String write(ScanState state) {
        ObjectNode scan = MAPPER.createObjectNode();
        scan.set("tally", MAPPER.valueToTree(state.tally()));
        state.last().ifPresent(last -> {
            ObjectNode position = scan.putObject("last");
            position.put("id", last.id());
            last.user().ifPresent(user -> position.put("user", user));
        });
        state.references().ifPresent(references -> scan.set("references", MAPPER.valueToTree(references)));
        state.search().ifPresent(search -> scan.set("search", MAPPER.valueToTree(search)));
        scan.put("snapshots", state.snapshots());
        scan.put("complete", state.complete());
        return MAPPER.createObjectNode().set("scan", scan).toString();
    }

    /** Whether this is the place of a scan; an assessment of true ids beside keys stores another. */
    static boolean isScan(String json) {
        return json.startsWith("{\"scan\"");
    }

    static ScanState read(String json) {
        try {
            JsonNode scan = MAPPER.readTree(json).path("scan");
            JsonNode last = scan.path("last");
            boolean complete = scan.path("complete").asBoolean();
            Optional<SearchState> search = scan.has("search")
                    ? Optional.of(MAPPER.treeToValue(scan.path("search"), SearchState.class))
                    : Optional.empty();
            // A version without a search was complete before it.
            boolean before = complete && search.isEmpty();
            return new ScanState(
                    MAPPER.treeToValue(scan.path("tally"), CorpusTally.State.class),
                    last.isObject()
                            ? Optional.of(new ScanState.Position(
                                    Optional.ofNullable(last.path("user").textValue()),
                                    last.path("id").asText()))
                            : Optional.empty(),
                    scan.path("snapshots").asInt(),
                    scan.has("references")
                            ? Optional.of(MAPPER.treeToValue(scan.path("references"), ScanState.References.class))
                            : Optional.empty(),
                    before ? Optional.of(SearchState.BEGIN) : search,
                    complete && !before);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
