// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.JsonOutput;
import io.truename.probing.selfcheck.SelfCheck;
import io.truename.probing.selfcheck.WayResult;
import java.io.IOException;

/** Results of self-checks as JSON; they are stored as they are shown. */
public final class SelfCheckJson {
    private SelfCheckJson() {}

    /** A result as UTF-8. */
    public static byte[] of(SelfCheck check) {
        return JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("at", check.at().toString());
            json.writeStringField("outcome", check.outcome().code());
            json.writeNumberField("seed", check.seed());
            json.writeStringField("namespace", check.namespace().id().toString());
            json.writeStringField("hash", check.namespace().hash().algorithm());
            json.writeArrayFieldStart("ways");
            for (WayResult way : check.ways()) {
                way(json, way);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void way(JsonGenerator json, WayResult way) throws IOException {
        json.writeStartObject();
        json.writeStringField("way", way.way().code());
        json.writeStringField("outcome", way.outcome().code());
        json.writeNumberField("compared", way.compared());
        json.writeNumberField("differing", way.differing());
        json.writeStringField("reason", way.reason());
        json.writeArrayFieldStart("differences");
        for (WayResult.Difference difference : way.differences()) {
            json.writeStartObject();
            json.writeStringField("name", difference.name());
            json.writeStringField("expected", difference.expected());
            json.writeStringField("got", difference.got());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
