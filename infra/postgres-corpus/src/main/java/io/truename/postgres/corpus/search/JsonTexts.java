// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truename.corpus.reference.JsonPlace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reader of the texts in a JSON value: strings, and the keys of objects. */
final class JsonTexts {
    /** Text at a place. */
    record Text(JsonPlace place, boolean key, String text) {}

    private static final int SHORTEST_ID = 32;

    /** Keys are data of a stranger: none is kept beyond its value. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final List<Text> texts = new ArrayList<>();
    private boolean whole;

    private JsonTexts() {}

    /** Texts long enough for an id, up to the place where the value ends or is no JSON any more. */
    static JsonTexts of(String json) {
        JsonTexts read = new JsonTexts();
        try (JsonParser parser = FACTORY.createParser(json)) {
            read.read(parser);
            read.whole = parser.nextToken() == null;
        } catch (IOException notJson) {
            read.whole = false;
        }
        return read;
    }

    /** Whether the value was JSON to its end. */
    boolean whole() {
        return whole;
    }

    List<Text> texts() {
        return texts;
    }

    private void read(JsonParser parser) throws IOException {
        Deque<String> path = new ArrayDeque<>();
        int depth = 0;
        do {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return;
            }
            switch (token) {
                case START_ARRAY -> {
                    path.addLast(JsonPlace.EVERY_ELEMENT);
                    depth++;
                }
                case START_OBJECT -> depth++;
                case FIELD_NAME -> {
                    String name = parser.currentName();
                    add(path, true, name);
                    path.addLast(JsonPlace.member(name));
                }
                case END_ARRAY -> {
                    path.removeLast();
                    depth--;
                    leaveMember(parser, path);
                }
                case END_OBJECT -> {
                    depth--;
                    leaveMember(parser, path);
                }
                default -> {
                    if (token == JsonToken.VALUE_STRING) {
                        add(path, false, parser.getText());
                    }
                    leaveMember(parser, path);
                }
            }
        } while (depth > 0);
    }

    /** Goes up from the value of a member; an element of an array stays within its array. */
    private static void leaveMember(JsonParser parser, Deque<String> path) {
        if (parser.getParsingContext().inObject() && !path.isEmpty()) {
            path.removeLast();
        }
    }

    private void add(Deque<String> path, boolean key, String text) {
        if (text.length() >= SHORTEST_ID) {
            texts.add(new Text(new JsonPlace(List.copyOf(path)), key, text));
        }
    }
}
