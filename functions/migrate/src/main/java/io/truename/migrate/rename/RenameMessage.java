// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.rename;

import io.truename.edge.json.JsonOutput;
import io.truename.postgres.rekeying.rename.PublicationStore.Entry;
import io.truename.postgres.rekeying.rename.RenameStore.Rename;
import io.truename.pubsub.Message;
import io.truename.rekeying.run.Direction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Message of a pair of names. Its ordering key is one of {@link #KEYS} for each store: pairs with the same true name have the same key,
 * and a request to Pub/Sub can only hold messages of one key. So a key for each name would cost a request for each pair.
 */
final class RenameMessage {
    /** Ordering keys of a store. Another number would let pairs overtake those that are on their way. */
    static final int KEYS = 32;

    private RenameMessage() {}

    static Message of(Entry entry) {
        Rename rename = entry.rename();
        byte[] data = JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("store", rename.store());
            json.writeStringField("from", rename.from());
            json.writeStringField("to", rename.to());
            json.writeBooleanField("merged", rename.merged());
            JsonOutput.optional(json, "kind", entry.kind());
            JsonOutput.optional(json, "table", entry.table());
            json.writeNumberField("position", rename.cursor().position());
            json.writeNumberField("fromAfter", entry.fromAfter());
            json.writeNumberField("toAfter", entry.toAfter());
            json.writeStringField("cursor", rename.cursor().toString());
            json.writeStringField("direction", rename.direction().name());
            json.writeStringField("run", rename.run().toString());
            json.writeEndObject();
        });
        return new Message(
                data,
                Map.of(
                        "store", rename.store(),
                        "direction", rename.direction().name(),
                        "run", rename.run().toString()),
                Optional.of(orderingKey(rename)));
    }

    /** Key of the name that the row has, or had, as a true one: also duplicates have it. */
    static String orderingKey(Rename rename) {
        CRC32 hash = new CRC32();
        hash.update((rename.direction() == Direction.FORWARD ? rename.to() : rename.from())
                .getBytes(StandardCharsets.UTF_8));
        return rename.store() + "/" + hash.getValue() % KEYS;
    }
}
