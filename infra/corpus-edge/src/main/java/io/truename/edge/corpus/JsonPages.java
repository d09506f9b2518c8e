// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.Page;
import java.io.IOException;

/** Pages of a list as {@code {"items":[..],"next":".."}}. */
public final class JsonPages {
    private JsonPages() {}

    /** Writes one item of a list. */
    @FunctionalInterface
    public interface ItemWriter<T> {
        void write(JsonGenerator json, T item) throws IOException;
    }

    /** A 200 with the page. */
    public static <T> EdgeResponse of(Page<T> page, ItemWriter<T> writer) {
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (T item : page.items()) {
                writer.write(json, item);
            }
            json.writeEndArray();
            JsonOutput.optional(json, "next", page.next());
            json.writeEndObject();
        });
    }
}
