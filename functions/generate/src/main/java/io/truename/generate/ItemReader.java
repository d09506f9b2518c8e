// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.Json;
import io.truename.edge.json.JsonKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body of {@code {"items":[...]}} or of one bare item, as a stream and to its end, so that one answer has every
 * problem. Only where the text stops being JSON does the reading stop.
 *
 * @param <T> what an item becomes
 */
final class ItemReader<T> {
    /** The most items of a batch. */
    static final int MOST_ITEMS = 10_000;

    private static final String ITEMS = "items";

    private final Function<RawItem, @Nullable T> build;
    private final FieldProblems problems = new FieldProblems();
    private final RawItem raw = new RawItem(problems);
    private final List<T> items = new ArrayList<>();

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
        boolean bare = true;
        try (JsonParser json = Json.parser(body)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                bare = readBody(json);
                if (json.nextToken() != null) {
                    problem("", "must be one JSON object", "more text after the object");
                }
            } else {
                problem(
                        "",
                        "must be a JSON object: {\"items\":[...]} or one item",
                        first == null ? "nothing" : JsonKind.of(first));
            }
        } catch (StreamConstraintsException tooMuch) {
            problem("", "must keep to 32 levels, strings of 1 MiB, names of 1024 and numbers of 64 characters", "more");
        } catch (JsonProcessingException notJson) {
            problem("", "must be JSON in UTF-8", "something else" + at(notJson.getLocation()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return problems.found() == 0 ? new ParseResult.Items<>(items, bare) : new ParseResult.Refused<>(problems);
    }

    /** Reads the outermost object; whether it was a bare item. */
    private boolean readBody(JsonParser json) throws IOException {
        boolean batch = false;
        boolean ownFields = false;
        RawItem alone = new RawItem(problems);
        alone.clear(() -> "");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            if (!json.currentName().equals(ITEMS)) {
                ownFields = true;
                alone.read(json);
            } else if (batch) {
                problem("/" + ITEMS, "may be given once only", "the field a second time");
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
        return !batch;
    }

    private void readItems(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        if (token != JsonToken.START_ARRAY) {
            problem("/" + ITEMS, "must be an array of items", JsonKind.of(token));
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
            problem("/" + ITEMS, "must have at most " + MOST_ITEMS + " items; split the batch", count + " items");
        }
    }

    private void readItem(JsonParser json, JsonToken token, int index) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            problem("/" + ITEMS + "/" + index, "must be an object", JsonKind.of(token));
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

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
