// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.EdgeHandler;
import io.truename.edge.EdgeRequest;
import io.truename.edge.EdgeResponse;
import io.truename.edge.EventLog;
import io.truename.edge.Json;
import io.truename.edge.Problem;
import io.truename.identity.Identifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** {@code POST /ids}: items in, their ids out, in the same order. */
final class GenerateIds implements EdgeHandler {
    private static final int BYTES_EACH = 72;

    private final Identities identities;
    private final SelfCheck selfCheck;
    private final EventLog events;

    GenerateIds(Identities identities, SelfCheck selfCheck, EventLog events) {
        this.identities = identities;
        this.selfCheck = selfCheck;
        this.events = events;
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        if (!selfCheck.agrees()) {
            return selfCheck.refusal();
        }
        Reading<Item> reading = ItemReader.read(request.bytes(), RawItem::toItem);
        if (reading instanceof Reading.Refused<Item> refused) {
            return Problem.badRequest(refused.problems()).response();
        }
        Reading.Items<Item> read = (Reading.Items<Item>) reading;
        Identities.Batch batch = identities.of(read.items());
        if (batch.collisions() > 0) {
            return collided(request, batch);
        }
        byte[] body = read.bare() ? bare(read.items().get(0), batch.ids().get(0)) : batch(read.items(), batch.ids());
        return EdgeResponse.json(
                body, Map.of("items", ItemCounts.of(read.items()), "duplicates", batch.duplicates(), "collisions", 0));
    }

    private EdgeResponse collided(EdgeRequest request, Identities.Batch batch) {
        events.write(
                EventLog.Severity.ERROR,
                "identity.collision",
                "Different items of one batch got the same id; none was given out.",
                request.trace(),
                Map.of("collisions", batch.collisions()));
        return Problem.of(500, "Different items got the same id", "No id was given. Report this: it must never happen.")
                .response();
    }

    private static byte[] bare(Item item, Identifier id) {
        return write(BYTES_EACH, json -> writeItem(json, item, id));
    }

    private byte[] batch(List<Item> items, List<Identifier> ids) {
        return write(BYTES_EACH * (items.size() + 1), json -> {
            json.writeStartObject();
            json.writeStringField("namespace", identities.namespace().id().toString());
            json.writeArrayFieldStart("items");
            for (int i = 0; i < items.size(); i++) {
                writeItem(json, items.get(i), ids.get(i));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeItem(JsonGenerator json, Item item, Identifier id) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", item.kind().toString());
        json.writeStringField("id", id.toString());
        json.writeEndObject();
    }

    /** Writes JSON to memory. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] write(int bytesExpected, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(bytesExpected);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            body.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
