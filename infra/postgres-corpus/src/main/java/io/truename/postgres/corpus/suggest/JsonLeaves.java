// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.reference.JsonPlace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reader of the scalars of a JSON object that a path of members leads to. */
final class JsonLeaves {
    private static final int MOST = 60;
    private static final int DEEPEST = 6;
    private static final int LONGEST = 400;

    /** Keys are data of a stranger: none is kept beyond its value. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final Map<JsonPath, String> leaves = new LinkedHashMap<>();
    private final Deque<String> members = new ArrayDeque<>();

    private JsonLeaves() {}

    /** Reads an object; empty if the text is another value, or no JSON. A member whose name is data has no path. */
    static Optional<Map<JsonPath, String>> of(String json) {
        JsonLeaves read = new JsonLeaves();
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            read.object(parser);
            return parser.nextToken() == null ? Optional.of(read.leaves) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private void object(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            members.addLast(name);
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && members.size() < DEEPEST) {
                object(parser);
            } else if (token.isStructStart()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                add(parser.getText());
            }
            members.removeLast();
        }
    }

    private void add(String value) {
        boolean named =
                members.stream().noneMatch(name -> JsonPlace.member(name).equals(".*") || name.indexOf(0) >= 0);
        if (named && leaves.size() < MOST) {
            List<JsonPath.Step> steps = new ArrayList<>();
            members.forEach(name -> steps.add(new JsonPath.Member(name)));
            leaves.put(new JsonPath(steps), value.length() > LONGEST ? value.substring(0, LONGEST) : value);
        }
    }
}
