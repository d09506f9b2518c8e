// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truename.edge.json.BodyReader;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonKind;
import io.truename.edge.json.Rules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Streaming reader of a body of {@code {"items":[...]}} or of one bare item. Reads to the end, so that one answer has every
 * problem; only a syntax error stops it.
 *
 * @param <T> the type built from an item
 */
final class ItemReader<T> {
    /** The most items of a batch. */
    static final int MOST_ITEMS = 10_000;

    private static final String ITEMS = "items";

    private final Function<RawItem, @Nullable T> build;
    private final FieldProblems problems = new FieldProblems();
    private final RawItem raw = new RawItem(problems);
    private final List<T> items = new ArrayList<>();
    private boolean bare = true;

    private ItemReader(Function<RawItem, @Nullable T> build) {
        this.build = build;
    }

    /**
     * Reads a body.
     *
     * @param build makes an item of its fields, or answers null after adding its problems
     */
    static <T> ParseResult<T> read(byte[] body, Function<RawItem, @Nullable T> build) {
        return new ItemReader<>(build).read(body);
    }

    private ParseResult<T> read(byte[] body) {
        BodyReader.read(body, "must be a JSON object: {\"items\":[...]} or one item", problems, this::readBody);
        return problems.found() == 0 ? new ParseResult.Items<>(items, bare) : new ParseResult.Refused<>(problems);
    }

    /** Reads the outermost object. */
    private void readBody(JsonParser json) throws IOException {
        boolean batch = false;
        boolean ownFields = false;
        RawItem alone = new RawItem(problems);
        alone.clear(() -> "");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            if (!json.currentName().equals(ITEMS)) {
                ownFields = true;
                alone.read(json);
            } else if (batch) {
                problems.addRepeated(() -> "/" + ITEMS);
                json.nextToken();
                json.skipChildren();
            } else {
                batch = true;
                readItems(json);
            }
        }
        if (batch && ownFields) {
            problem("", "must be either {\"items\":[...]} or one item", "items beside other fields");
        } else if (!batch) {
            add(build.apply(alone));
        }
        bare = !batch;
    }

    private void readItems(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        if (token != JsonToken.START_ARRAY) {
            problem("/" + ITEMS, Rules.ARRAY, JsonKind.of(token));
            json.skipChildren();
            return;
        }
        int count = 0;
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
            if (count < MOST_ITEMS) {
                readItem(json, token, count);
            } else {
                json.skipChildren();
            }
            count++;
        }
        if (count > MOST_ITEMS) {
            problem("/" + ITEMS, Rules.mostItems(MOST_ITEMS, ITEMS), count + " items");
        }
    }

    private void readItem(JsonParser json, JsonToken token, int index) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            problem("/" + ITEMS + "/" + index, Rules.OBJECT, JsonKind.of(token));
            json.skipChildren();
            return;
        }
        raw.clear(() -> "/" + ITEMS + "/" + index);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            raw.read(json);
        }
        add(build.apply(raw));
    }

    private void add(@Nullable T item) {
        if (item != null) {
            items.add(item);
        }
    }

    private void problem(String pointer, String rule, String got) {
        problems.add(() -> pointer, rule, got);
    }
}
